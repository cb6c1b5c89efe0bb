package jellybean.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.actor.Effect;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.HostState.Deployed;
import jellybean.system.HostState.Live;

/** Makes a node's router of what its host knows: a pure function. */
final class Routing {
  private Routing() {}

  /** Compiles the instances that a table tells of and that are new here. */
  static HostState withInstances(HostState state, Table table) {
    Optional<Bus> bus = state.busAt(table.supervisor());
    HostState next = state;
    for (var template : table.instances().entrySet()) {
      Optional<TemplateDef> def = bus.flatMap(b -> b.template(template.getKey()));
      for (Instance instance : def.isPresent() ? template.getValue() : List.<Instance>of()) {
        Bus made = bus.orElseThrow().instanceOf(def.get(), instance);
        boolean known =
            Optional.ofNullable(next.instances().get(made.address()))
                .filter(live -> live.instance().equals(instance))
                .isPresent();
        next = known ? next : next.withInstance(made.address(), new Live(instance, made));
      }
    }
    return next;
  }

  /** The router of a node, from all that its host knows. */
  static Effect install(NodeId self, HostState state) {
    Map<Address, NodeId> homes = new HashMap<>();
    List<Bus> roots = new ArrayList<>();
    for (Deployed system : state.systems().values()) {
      roots.add(system.root());
      homes.put(system.root().address(), system.deployment().home());
    }
    return new Effect.Install(
        new SystemRouter(self, roots, homes, state.tables().values(), instances(state)));
  }

  /** In the order in which they were started, then those that no table has yet. */
  private static List<Bus> instances(HostState state) {
    Map<Address, Bus> all = new LinkedHashMap<>();
    for (Table table : state.tables().values()) {
      table
          .instances()
          .forEach(
              (template, instances) -> {
                Address place = table.supervisor().child(template);
                instances.stream()
                    .map(i -> Optional.ofNullable(state.instances().get(place.child(i.segment()))))
                    .forEach(live -> live.ifPresent(l -> all.put(l.bus().address(), l.bus())));
              });
    }
    state.instances().forEach((address, live) -> all.putIfAbsent(address, live.bus()));
    return List.copyOf(all.values());
  }
}
