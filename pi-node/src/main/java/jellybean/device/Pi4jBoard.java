package jellybean.device;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.IO;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.io.pwm.PwmType;
import com.pi4j.plugin.linuxfs.provider.gpio.digital.LinuxFsDigitalOutputProvider;
import com.pi4j.plugin.linuxfs.provider.pwm.LinuxFsPwmProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import com.pi4j.plugin.mock.provider.pwm.MockPwmProvider;
import com.pi4j.provider.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import jellybean.wiring.Line;
import jellybean.wiring.Plan;

/**
 * Pins by Pi4J. Nobody but this and its inputs knows Pi4J, and it is made for the first pin that a
 * device opens: its classes, and the programs by which it finds out what board this is, cost
 * nothing before. Providers are named, not searched for.
 */
final class Pi4jBoard implements Board {
  /** Above what eyes see flicker, and far below what the board can. */
  static final int PWM_HERTZ = 500;

  private static final int PWM_CHIP = 0;
  private static final int PERMILLE_OF_PERCENT = 10;

  private final Context context;
  private final Optional<Sysfs> sysfs;
  private final Path pwm;

  private Pi4jBoard(Optional<Sysfs> sysfs, Path pwm, Provider<?, ?, ?>... providers) {
    this.sysfs = sysfs;
    this.pwm = pwm;
    this.context =
        Pi4J.newContextBuilder().noAutoDetect().disableShutdownHook().add(providers).build();
  }

  /**
   * @param pwm the kernel's folder of PWM
   */
  static Pi4jBoard of(Sysfs sysfs, Path pwm) {
    return new Pi4jBoard(
        Optional.of(sysfs),
        pwm,
        LinuxFsDigitalOutputProvider.newInstance(sysfs.folder() + "/"),
        new SysfsInputs(sysfs),
        LinuxFsPwmProvider.newInstance(pwm + "/", PWM_CHIP));
  }

  /** Pins that nothing hangs on. */
  static Pi4jBoard mock() {
    return new Pi4jBoard(
        Optional.empty(),
        Path.of(""),
        MockDigitalOutputProvider.newInstance(),
        MockDigitalInputProvider.newInstance(),
        MockPwmProvider.newInstance());
  }

  /** For tests: what Pi4J has of a pin. */
  Context context() {
    return context;
  }

  private static String id(Line line) {
    return "gpio" + line.gpio();
  }

  @Override
  public Output output(Line line) {
    return line.isDimmable() ? dimmable(line) : digital(line);
  }

  private Output digital(Line line) {
    sysfs.ifPresent(files -> files.export(line.gpio()));
    DigitalState dark = level(line, false);
    DigitalOutputConfig config =
        DigitalOutput.newConfigBuilder(context)
            .id(id(line))
            // Pi4J's plugin takes the kernel's number for the address.
            .address(sysfs.map(files -> files.number(line.gpio())).orElse(line.gpio()))
            .initial(dark)
            .shutdown(dark)
            .build();
    DigitalOutput output = made(line, () -> context.create(config));
    return new Output() {
      @Override
      public void set(int permille) {
        made(line, () -> output.state(level(line, permille > 0)));
      }

      @Override
      public void close() {
        shutdown(line, output);
      }
    };
  }

  private Output dimmable(Line line) {
    if (sysfs.isPresent() && !Files.isDirectory(pwm.resolve("pwmchip" + PWM_CHIP))) {
      throw new DeviceException(
          "cannot dim %s: expected %s, found none: the boot partition's config.txt needs a line such"
                  .formatted(line, pwm.resolve("pwmchip" + PWM_CHIP))
              + " as dtoverlay=pwm,pin="
              + line.gpio()
              + ",func=2, and the kernel its module pwm-bcm2835");
    }
    PwmConfig config =
        Pwm.newConfigBuilder(context)
            .id(id(line))
            .address(sysfs.isPresent() ? Plan.pwmChannel(line.gpio()) : line.gpio())
            .pwmType(PwmType.HARDWARE)
            .frequency(PWM_HERTZ)
            .build();
    Pwm output = made(line, () -> context.create(config));
    return new Output() {
      @Override
      public void set(int permille) {
        int lit = line.activeHigh() ? permille : FULL - permille;
        made(line, () -> output.on(lit / PERMILLE_OF_PERCENT));
      }

      @Override
      public void close() {
        set(0);
        shutdown(line, output);
      }
    };
  }

  @Override
  public Input input(Line line, Runnable changed) {
    DigitalInputConfig config =
        DigitalInput.newConfigBuilder(context)
            .id(id(line))
            .address(line.gpio())
            .debounce(0L) // Devices do that, in the time that they know.
            .build();
    DigitalInput input = made(line, () -> context.create(config));
    if (sysfs.isEmpty()) { // Not asked of the input: a board does not have the mock's classes.
      // Nobody presses a button that is not there.
      ((MockDigitalInput) input).mockState(level(line, false));
    }
    input.addListener(_ -> changed.run());
    return new Input() {
      @Override
      public boolean isActive() {
        return made(line, input::state).isHigh() == line.activeHigh();
      }

      @Override
      public void close() {
        shutdown(line, input);
      }
    };
  }

  private static DigitalState level(Line line, boolean lit) {
    return lit == line.activeHigh() ? DigitalState.HIGH : DigitalState.LOW;
  }

  private void shutdown(Line line, IO<?, ?, ?> io) {
    made(
        line,
        () -> {
          context.shutdown(io);
          return io;
        });
  }

  /** Its exceptions say what failed in one way. */
  private static <T> T made(Line line, Supplier<T> call) {
    try {
      return call.get();
    } catch (Pi4JException e) {
      Throwable reason = e.getCause() instanceof DeviceException own ? own : e;
      throw new DeviceException(line + ": " + reason.getMessage());
    }
  }

  @Override
  public String kind() {
    return sysfs.map(files -> "sysfs from " + files.base()).orElse("mock");
  }

  @Override
  public void close() {
    context.shutdown();
  }
}
