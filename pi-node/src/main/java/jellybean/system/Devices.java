package jellybean.system;

import jellybean.actor.Behaviour;

/** Makes the Java behaviours of devices; the node supplies what it has. */
public interface Devices {
  /**
   * The behaviour of a declared device.
   *
   * @throws RuntimeException its configuration is of no use here; the start fails with that message
   */
  Behaviour<?> create(DeviceDef def);
}
