package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import jellybean.message.Address;

/** One running thing of a child: the child itself, one of its replicas or of its instances. */
record Body(Address address, ChildDef def) {

  /** Whether it is bound to the board where its state is. */
  boolean isDurable() {
    return def.isDurable();
  }

  /** Whether there are bodies below it, which may live anywhere. */
  boolean isSupervisor() {
    return def instanceof SupervisorDef || def instanceof TemplateDef;
  }

  /** All bodies of a supervisor's children in the order in which they start. */
  static List<Body> of(
      Address supervisor,
      SupervisorDef def,
      SortedMap<String, List<Instance>> instances,
      SortedMap<String, Replicas> replicas) {
    List<Body> bodies = new ArrayList<>();
    for (ChildDef child : def.children()) {
      Address own = supervisor.child(child.name());
      if (child instanceof TemplateDef) {
        for (Instance instance : instances.getOrDefault(child.name(), List.of())) {
          bodies.add(new Body(own.child(instance.segment()), child));
        }
      } else if (replicas.containsKey(child.name())) {
        replicas
            .get(child.name())
            .bodies(own)
            .forEach(address -> bodies.add(new Body(address, child)));
      } else {
        addresses(own, child).forEach(address -> bodies.add(new Body(address, child)));
      }
    }
    return bodies;
  }

  /**
   * The addresses of a child's bodies: its own, or {@code <address>/0} and so on; if their number
   * changes, of all that there may ever be.
   */
  static List<Address> addresses(Address child, ChildDef def) {
    if (!(def instanceof ActorDef actor) || !actor.isReplicated()) {
      return List.of(child);
    }
    List<Address> replicas = new ArrayList<>();
    if (actor.lattice().isPresent()) {
      Lattice lattice = actor.lattice().get();
      for (int i = 0; i < lattice.points(); i++) {
        replicas.add(child.child(Lattice.segment(lattice.point(i))));
      }
      return replicas;
    }
    for (int i = 0; i < actor.maxReplicas(); i++) {
      replicas.add(child.child(Integer.toString(i)));
    }
    return replicas;
  }
}
