package jellybean.device;

import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Gives Pi4J its inputs, by looking at their files. That of its own plugin keeps a thread and an
 * open watch for each input that was ever opened; here one thread looks at all, and ends with the
 * last of them.
 */
final class SysfsInputs extends DigitalInputProviderBase {
  /** How often; a shorter press may be missed. */
  static final long LOOK_MS = 20;

  static final String THREAD = "jelly-pins";

  private final Sysfs sysfs;
  private final List<SysfsInput> open = new CopyOnWriteArrayList<>();
  private @Nullable Thread looking;

  SysfsInputs(Sysfs sysfs) {
    super("jelly-sysfs-input", "Inputs by files of the kernel");
    this.sysfs = sysfs;
  }

  @Override
  public DigitalInput create(DigitalInputConfig config) {
    SysfsInput input = new SysfsInput(this, config, sysfs);
    context.registry().add(input);
    return input;
  }

  synchronized void opened(SysfsInput input) {
    open.add(input);
    if (looking == null) {
      Thread thread = new Thread(this::look, THREAD);
      thread.setDaemon(true);
      thread.start();
      looking = thread;
    }
  }

  synchronized void closed(SysfsInput input) {
    open.remove(input);
    if (open.isEmpty() && looking != null) {
      looking.interrupt();
      looking = null;
    }
  }

  private void look() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MS));
      open.forEach(SysfsInputs::look);
    }
  }

  private static void look(SysfsInput input) {
    try {
      input.look();
    } catch (RuntimeException e) {
      // Told once: whoever reads the input next gets the error itself.
      if (input.fails()) {
        Logger.warn(e, "cannot look at {}", input.id());
      }
    }
  }
}
