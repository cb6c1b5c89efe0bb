package jellybean.net;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import jellybean.net.Interfaces.Interface;

/**
 * The address that an interface has at the moment.
 *
 * @param machine what interfaces there are
 */
record InterfaceAddress(String name, Supplier<List<Interface>> machine) implements OwnAddress {
  @Override
  public InetAddress now() {
    List<Interface> all = machine.get();
    return Interfaces.named(name, all)
        .flatMap(Interface::best)
        .orElseThrow(() -> Interfaces.none("an address on " + name, all));
  }

  /** While an interface has none, nothing is known of another. */
  @Override
  public boolean isOtherThan(InetAddress was) {
    Optional<Interface> there = Interfaces.named(name, machine.get());
    return there.flatMap(Interface::best).isPresent()
        && there.filter(each -> each.addresses().contains(was)).isEmpty();
  }
}
