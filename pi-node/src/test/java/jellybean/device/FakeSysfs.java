package jellybean.device;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's folder of pins, in a temporary one: {@code export} and {@code unexport} are pipes,
 * at whose other end a thread makes and removes the files of a pin, as the kernel does, a moment
 * later.
 */
final class FakeSysfs implements AutoCloseable {
  static final int BASE = 512;

  private static final int DIGITS = 3;

  private final Path folder;
  private final RandomAccessFile export;
  private final RandomAccessFile unexport;
  private final List<Thread> threads = new ArrayList<>();
  private final List<String> exported = new ArrayList<>();

  FakeSysfs(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    chip("gpiochip512", BASE, "pinctrl-bcm2835");
    chip("gpiochip566", 566, "raspberrypi-exp-gpio");
    export = pipe("export");
    unexport = pipe("unexport");
    serve(export, this::make);
    serve(unexport, this::remove);
  }

  private void chip(String name, int base, String label) throws IOException {
    Path chip = Files.createDirectories(folder.resolve(name));
    Files.writeString(chip.resolve("base"), base + "\n");
    Files.writeString(chip.resolve("label"), label + "\n");
  }

  /** Open for both, so that whoever opens one end does not wait for the other. */
  private RandomAccessFile pipe(String name) throws IOException, InterruptedException {
    Path pipe = folder.resolve(name);
    new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor();
    return new RandomAccessFile(pipe.toFile(), "rw");
  }

  private void serve(RandomAccessFile pipe, Command command) {
    Thread thread =
        new Thread(
            () -> {
              try {
                byte[] number = new byte[DIGITS];
                for (pipe.readFully(number); number[0] != '.'; pipe.readFully(number)) {
                  command.carryOut(new String(number, StandardCharsets.US_ASCII));
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "fake-kernel");
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  private interface Command {
    void carryOut(String number) throws IOException;
  }

  private void make(String number) throws IOException {
    Path building = Files.createTempDirectory(folder, "new");
    for (String file : List.of("value", "edge", "active_low", "direction")) {
      Files.writeString(building.resolve(file), file.equals("value") ? "0\n" : "in\n");
    }
    Files.move(building, folder.resolve("gpio" + number));
    synchronized (this) {
      exported.add("+" + number);
      notifyAll();
    }
  }

  private void remove(String number) throws IOException {
    Path pin = folder.resolve("gpio" + number);
    if (Files.isDirectory(pin)) {
      for (String file : List.of("value", "edge", "active_low", "direction")) {
        Files.delete(pin.resolve(file));
      }
      Files.delete(pin);
      synchronized (this) {
        exported.add("-" + number);
        notifyAll();
      }
    }
  }

  Sysfs sysfs() {
    return Sysfs.find(folder).orElseThrow();
  }

  Path pin(int gpio) {
    return folder.resolve("gpio" + (BASE + gpio));
  }

  String file(int gpio, String name) throws IOException {
    return Files.readString(pin(gpio).resolve(name)).strip();
  }

  /** What hangs on an input changes its level. */
  void level(int gpio, boolean isHigh) throws IOException {
    Files.writeString(pin(gpio).resolve("value"), isHigh ? "1\n" : "0\n");
  }

  /** A node before this one left the pin exported. */
  void leftBehind(int gpio) throws IOException {
    make(Integer.toString(BASE + gpio));
  }

  /** Waits until the last of what was exported (+) and given back (-) is that. */
  synchronized void await(String last) throws InterruptedException {
    while (exported.isEmpty() || !exported.getLast().equals(last)) {
      wait();
    }
  }

  synchronized List<String> exported() {
    return List.copyOf(exported);
  }

  /** Carries out what was ordered before. */
  @Override
  public void close() throws IOException, InterruptedException {
    for (RandomAccessFile pipe : List.of(export, unexport)) {
      pipe.writeBytes("...");
    }
    for (Thread thread : threads) {
      thread.join();
    }
    export.close();
    unexport.close();
  }
}
