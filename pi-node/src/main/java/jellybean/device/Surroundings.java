package jellybean.device;

import java.nio.file.Path;
import jellybean.wiring.Plan;

/** What the devices of a node find around them. */
public final class Surroundings implements AutoCloseable {
  private final Path folder;
  private final Plan wiring;
  private final Pins pins;
  private final MemberFeed members;

  Surroundings(Path folder, Plan wiring, Pins pins, MemberFeed members) {
    this.folder = folder;
    this.wiring = wiring;
    this.pins = pins;
    this.members = members;
  }

  /**
   * Those of this machine. Its pins are not looked for before a device opens one.
   *
   * @param folder relative paths in documents start here
   * @param wiring what hangs on its pins
   */
  public static Surroundings ofMachine(Path folder, Plan wiring) {
    return new Surroundings(folder, wiring, Pins.ofMachine(), new MemberFeed());
  }

  Path folder() {
    return folder;
  }

  Plan wiring() {
    return wiring;
  }

  Pins pins() {
    return pins;
  }

  /** Where the node tells who is there. */
  public MemberFeed members() {
    return members;
  }

  /** Gives the pins back. */
  @Override
  public void close() {
    pins.close();
  }
}
