package jellybean.device;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One input of {@link SysfsInputs}; its address is the number of the GPIO. */
final class SysfsInput extends DigitalInputBase {
  private final SysfsInputs inputs;
  private final Sysfs sysfs;
  private final int gpio;

  /** No channel: that would be closed when whoever reads it is interrupted. */
  private @Nullable RandomAccessFile value;

  private DigitalState last = DigitalState.UNKNOWN;
  private boolean hasFailed;

  SysfsInput(SysfsInputs inputs, DigitalInputConfig config, Sysfs sysfs) {
    super(inputs, config);
    this.inputs = inputs;
    this.sysfs = sysfs;
    this.gpio = config.address();
  }

  @Override
  public DigitalInput initialize(Context context) {
    sysfs.export(gpio);
    Path pin = sysfs.pin(gpio);
    try {
      Files.writeString(pin.resolve("direction"), "in");
      value = new RandomAccessFile(pin.resolve("value").toFile(), "r");
    } catch (IOException e) {
      throw new DeviceException("cannot make GPIO" + gpio + " an input: " + e);
    }
    last = read();
    super.initialize(context);
    inputs.opened(this);
    return this;
  }

  @Override
  public DigitalInput shutdown(Context context) {
    inputs.closed(this);
    super.shutdown(context);
    closeValue();
    sysfs.unexport(gpio);
    return this;
  }

  private synchronized void closeValue() {
    try {
      if (value != null) {
        value.close();
      }
    } catch (IOException e) {
      throw new DeviceException("cannot close GPIO" + gpio + ": " + e);
    }
    value = null;
  }

  @Override
  public DigitalState state() {
    return read();
  }

  /** Tells those who listen if the level is another one than at the last look. */
  void look() {
    DigitalState now = read();
    if (now != last) {
      last = now;
      dispatch(new DigitalStateChangeEvent<>(this, now));
    }
  }

  /** Whether this is the first time that it does. */
  boolean fails() {
    boolean isFirst = !hasFailed;
    hasFailed = true;
    return isFirst;
  }

  private synchronized DigitalState read() {
    if (value == null) {
      return last;
    }
    try {
      value.seek(0);
      return switch (value.read()) {
        case '1' -> DigitalState.HIGH;
        case '0' -> DigitalState.LOW;
        // The kernel's file is never empty; one that is just being written may be.
        default -> last;
      };
    } catch (IOException e) {
      throw new DeviceException("cannot read GPIO" + gpio + ": " + e);
    }
  }
}
