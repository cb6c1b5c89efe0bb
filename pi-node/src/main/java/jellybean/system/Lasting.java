package jellybean.system;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import jellybean.actor.Durability;
import jellybean.message.Address;
import jellybean.system.HostState.Live;

/** Which bodies of a system are durable. */
final class Lasting {
  private Lasting() {}

  static boolean isAny(SupervisorDef def) {
    return def.children().stream()
        .anyMatch(
            child ->
                switch (child) {
                  case SupervisorDef below -> isAny(below);
                  case TemplateDef template -> isAny(template.pattern());
                  case ActorDef _, DeviceDef _ -> child.isDurable();
                });
  }

  static Durability of(Optional<ChildDef> def) {
    return def.filter(ChildDef::isDurable).isPresent() ? Durability.ALL : Durability.VOLATILE;
  }

  /** The addresses of all that are below a bus, as a host knows its instances. */
  static SortedSet<Address> bodies(HostState state, Bus bus) {
    SortedSet<Address> found = new TreeSet<>();
    for (ChildDef child : bus.def().children()) {
      Address own = bus.address().child(child.name());
      switch (child) {
        case ActorDef actor when actor.isDurable() -> found.addAll(Body.addresses(own, actor));
        case SupervisorDef _ ->
            Optional.ofNullable(bus.clusters().get(child.name()))
                .ifPresent(below -> found.addAll(bodies(state, below)));
        case TemplateDef _ ->
            state.instances().values().stream()
                .map(Live::bus)
                .filter(made -> made.address().parent().equals(Optional.of(own)))
                .forEach(made -> found.addAll(bodies(state, made)));
        case ActorDef _, DeviceDef _ -> {}
      }
    }
    return found;
  }
}
