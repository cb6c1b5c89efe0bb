package jellybean.net;

import java.net.InetAddress;

/** The address of this machine under which others reach a node. */
public interface OwnAddress {
  /**
   * As it is now.
   *
   * @throws TransportException if there is none: why, and what there is
   */
  InetAddress now();

  /** Whether there is one, and it is another than it was. */
  boolean isOtherThan(InetAddress was);

  /** Written down in figures: it stays the same, also while no interface has it. */
  static OwnAddress fixed(InetAddress address) {
    return new OwnAddress() {
      @Override
      public InetAddress now() {
        return address;
      }

      @Override
      public boolean isOtherThan(InetAddress was) {
        return false;
      }
    };
  }

  /** That of an interface, by its name: another one whenever the interface has another. */
  static OwnAddress ofInterface(String name) {
    return new InterfaceAddress(name, Interfaces::all);
  }
}
