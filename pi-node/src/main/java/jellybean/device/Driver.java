package jellybean.device;

import jellybean.actor.Behaviour;
import jellybean.edn.Keyword;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceDef;

/**
 * Makes devices of one type. Immutable; any thread may ask it.
 *
 * <p>A behaviour it makes says only names that its declaration lists in {@code :says}; trouble for
 * which the declaration lists no name crashes the device, so that its supervisor decides.
 */
public interface Driver {
  /** What documents call it, for example {@code :file-lines}. */
  Keyword type();

  /** What a declaration may say, which names such a device handles and says. */
  DeviceCatalogue.DeviceType contract();

  /**
   * The behaviour of one declared device. Touches nothing yet: that begins with the first step.
   *
   * @throws DeviceException the configuration is of no use; says what was expected and found
   */
  Behaviour<?> create(DeviceDef def);
}
