package jellybean.device;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The kernel's files of pins, usually {@code /sys/class/gpio}. The kernel numbers all pins of all
 * chips in one row; in 6.12 those of the processor begin at 512, in old ones at 0.
 *
 * @param folder with {@code export} and {@code unexport}
 * @param base the number of GPIO0
 */
record Sysfs(Path folder, int base) {
  /** How the processor's own pins are called, on all boards with a BCM283x. */
  private static final String CHIP = "pinctrl-bcm2835";

  /** A pin that was asked for has its files within this; udev may have to give them to the user. */
  static final long EXPORT_WITHIN_MS = 2_000;

  private static final long LOOK_AGAIN_MS = 5;

  /** The pins of this machine, if it has those of a Raspberry Pi. */
  static Optional<Sysfs> find(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> chips = Files.newDirectoryStream(folder, "gpiochip*")) {
      for (Path chip : chips) {
        if (text(chip.resolve("label")).equals(CHIP)) {
          return Optional.of(new Sysfs(folder, Integer.parseInt(text(chip.resolve("base")))));
        }
      }
      return Optional.empty();
    } catch (IOException | NumberFormatException e) {
      throw new DeviceException("cannot read the chips in " + folder + ": " + e);
    }
  }

  static String text(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  int number(int gpio) {
    return base + gpio;
  }

  Path pin(int gpio) {
    return folder.resolve("gpio" + number(gpio));
  }

  /**
   * Makes the files of a pin appear, and waits until they may be written. A pin that a node before
   * this one left exported is taken over.
   *
   * @throws DeviceException it does not get them
   */
  void export(int gpio) {
    Path direction = pin(gpio).resolve("direction");
    if (!Files.exists(direction)) {
      try {
        Files.writeString(folder.resolve("export"), Integer.toString(number(gpio)));
      } catch (AccessDeniedException e) {
        throw new DeviceException(
            "cannot take GPIO%d: expected that this user may write %s, found that it may not"
                .formatted(gpio, folder.resolve("export")));
      } catch (IOException e) {
        throw new DeviceException(
            "cannot take GPIO%d as %d of %s: %s".formatted(gpio, number(gpio), folder, e));
      }
    }
    await(gpio, direction);
  }

  private static void await(int gpio, Path file) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EXPORT_WITHIN_MS);
    while (!Files.isWritable(file)) {
      if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
        throw new DeviceException(
            "cannot take GPIO%d: expected to write %s within %d ms, found %s"
                .formatted(
                    gpio,
                    file,
                    EXPORT_WITHIN_MS,
                    Files.exists(file) ? "that this user may not" : "no such file"));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_AGAIN_MS));
    }
  }

  /** The opposite. */
  void unexport(int gpio) {
    try {
      Files.writeString(folder.resolve("unexport"), Integer.toString(number(gpio)));
    } catch (IOException e) {
      throw new DeviceException("cannot give GPIO" + gpio + " back: " + e);
    }
  }
}
