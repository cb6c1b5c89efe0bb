package jellybean.system;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import jellybean.actor.Effect;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.lang.Fn;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.HostState.Deployed;
import jellybean.system.HostState.Live;

/**
 * What a host does with what runs when another version of a document comes: a pure policy.
 *
 * <p>An actor that does the same in both versions goes on. One that does something else goes on
 * with the state that its {@code :migrate} makes of what it had; without that it stands still until
 * its supervisor starts it anew, and its mailbox stays. Supervisors are started anew and adopt
 * their children where they are; instances of templates stay as long as the template takes their
 * params. What the new version does not have ends.
 */
final class Redeployment {
  private static final Keyword REDEPLOYED = Keyword.of("redeployed");

  private final HostState before;
  private final HostBodies bodies;
  private final Deployed now;
  private final Address root;
  private final List<Effect> effects;
  private HostState next;

  private Redeployment(HostState before, HostBodies bodies, Deployed now, List<Effect> effects) {
    this.before = before;
    this.bodies = bodies;
    this.now = now;
    this.root = now.root().address();
    this.effects = effects;
    this.next = before.without(root).with(now);
  }

  static HostState of(HostState before, HostBodies bodies, Deployed now, List<Effect> effects) {
    Redeployment redeployment = new Redeployment(before, bodies, now, effects);
    redeployment.keepInstances();
    redeployment.keepTables();
    redeployment.keepBodies();
    return redeployment.next;
  }

  /** Those of which the new version has the template, from above to below. */
  private void keepInstances() {
    before
        .instances()
        .forEach(
            (address, live) -> {
              String template = address.parent().orElseThrow().name();
              address
                  .parent()
                  .flatMap(Address::parent)
                  .filter(root::contains)
                  .flatMap(this::bus)
                  .flatMap(bus -> filled(bus, template, live.instance()))
                  .ifPresent(
                      bus -> next = next.withInstance(address, new Live(live.instance(), bus)));
            });
  }

  private Optional<Bus> bus(Address address) {
    return next.busAt(address);
  }

  private void keepTables() {
    for (Table table : before.tables().values()) {
      Optional<Bus> bus =
          root.contains(table.supervisor()) ? bus(table.supervisor()) : Optional.empty();
      if (bus.isPresent()) {
        next = next.with(kept(table, bus.get(), now.deployment().version()));
      }
    }
  }

  /**
   * What a supervisor said last under the document before, which comes when the new one is already
   * in force here: it had been told to stand still, but not heard of it yet. Its next life begins
   * with that, or what had been ordered from it in the meantime would be lost.
   */
  static Optional<Table> lastWords(HostState state, Table late) {
    Optional<Stamp> document =
        state.systemOf(late.supervisor()).map(system -> system.deployment().version());
    boolean isOfKnownLife =
        Optional.ofNullable(state.tables().get(late.supervisor()))
            .filter(known -> known.version().isOfSameLife(late.version()))
            .isPresent();
    return document
        .filter(now -> isOfKnownLife && late.document().compareTo(now) < 0)
        .flatMap(now -> state.busAt(late.supervisor()).map(bus -> kept(late, bus, now)));
  }

  /** What of a table the new version of the document has, too. */
  private static Table kept(Table table, Bus bus, Stamp document) {
    SortedMap<String, List<Instance>> instances = new TreeMap<>();
    table
        .instances()
        .forEach(
            (template, all) ->
                instances.put(
                    template,
                    all.stream().filter(i -> filled(bus, template, i).isPresent()).toList()));
    SortedMap<String, Replicas> replicas = new TreeMap<>(table.replicas());
    replicas
        .keySet()
        .removeIf(
            child ->
                bus.def()
                    .child(child)
                    .filter(def -> def instanceof ActorDef actor && actor.isBalanced())
                    .isEmpty());
    SortedSet<Address> stay = new TreeSet<>();
    Body.of(table.supervisor(), bus.def(), instances, replicas)
        .forEach(body -> stay.add(body.address()));
    SortedMap<Address, NodeId> places = new TreeMap<>(table.places());
    places.keySet().retainAll(stay);
    return new Table(
        table.supervisor(),
        document,
        table.version(),
        places,
        instances,
        replicas,
        table.moves(),
        table.ended().of(new TreeSet<>(stay), new TreeSet<>(instances.keySet())));
  }

  /** Nothing if the new version has no such template, or it does not take the instance's params. */
  private static Optional<Bus> filled(Bus bus, String template, Instance instance) {
    try {
      return bus.template(template).map(def -> bus.instanceOf(def, instance));
    } catch (BadParamsException e) {
      return Optional.empty();
    }
  }

  private void keepBodies() {
    for (Address body : before.present()) {
      if (root.contains(body)) {
        keepBody(body);
      }
    }
  }

  private void keepBody(Address body) {
    Optional<ChildDef> was = def(before, body);
    Optional<ChildDef> is = def(next, body);
    boolean isRoot = body.equals(root);
    boolean stays =
        isRoot || next.tables().values().stream().anyMatch(t -> t.places().containsKey(body));
    if (!stays || !isRoot && (was.isEmpty() || is.isEmpty() || !isSameKind(was.get(), is.get()))) {
      effects.add(new Effect.Terminate(body, REDEPLOYED));
    } else if (isRoot || !goesOn(body, was.orElseThrow(), is.orElseThrow())) {
      effects.add(new Effect.Halt(body));
      next = next.withExpected(body);
      if (is.filter(ActorDef.class::isInstance).isPresent()) {
        // Perhaps it is on its way here; then it comes as what it is now.
        become(body, UnaryOperator.identity());
      }
    }
  }

  private static Optional<ChildDef> def(HostState state, Address body) {
    return state.owner(body).flatMap(owner -> state.child(body, owner));
  }

  /** Whether what waits for the one may be handled by the other. */
  private static boolean isSameKind(ChildDef was, ChildDef is) {
    return was.getClass() == is.getClass() && was.isDurable() == is.isDurable();
  }

  /** Whether it needs no new start. */
  private boolean goesOn(Address body, ChildDef was, ChildDef is) {
    boolean runs = before.bodies().contains(body);
    boolean goesOn =
        switch (is) {
          case ActorDef actor -> goesOn(body, (ActorDef) was, actor);
          case DeviceDef device -> isSame((DeviceDef) was, device);
          case SupervisorDef _, TemplateDef _ -> false;
        };
    if (goesOn) {
      next = runs ? next.withBody(body) : next.withExpected(body);
    }
    return goesOn;
  }

  private static boolean isSame(DeviceDef was, DeviceDef is) {
    return was.type().equals(is.type())
        && was.config().equals(is.config())
        && was.on().equals(is.on())
        && was.says().equals(is.says());
  }

  private boolean goesOn(Address body, ActorDef was, ActorDef is) {
    if (was.meaning().equals(is.meaning())) {
      return true;
    }
    boolean migrates =
        is.migrate().isPresent()
            && !is.isDurable() // that one is migrated when it is read from the disk
            && was.isBalanced() == is.isBalanced();
    if (migrates) {
      become(body, migration(is));
    }
    return migrates;
  }

  /** Of one that runs here, or is on its way here; else nothing comes of it. */
  private void become(Address body, UnaryOperator<Object> migrate) {
    Address supervisor = next.owner(body).orElseThrow();
    effects.add(new Effect.Become(bodies.spec(next, body, supervisor), migrate));
  }

  private static UnaryOperator<Object> migration(ActorDef def) {
    Fn migrate = def.migrate().orElseThrow();
    if (def.isBalanced()) {
      ReplicaBehaviour replica = new ReplicaBehaviour(def);
      return old -> replica.migrated(migrate, (ReplicaBehaviour.State) old);
    }
    EdnBehaviour behaviour = EdnBehaviour.of(def);
    return old -> behaviour.migrated(migrate, (Value) old);
  }
}
