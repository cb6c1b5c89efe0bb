package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.actor.Way;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.HostState.Deployed;

/** What a host does with the tables of supervisors: a pure policy. */
final class HostTables {
  /**
   * Tables whose document or epoch has not arrived yet; more are refused and counted as crashes.
   */
  static final int MAX_WAITING_TABLES = 256;

  private static final Keyword GONE = Keyword.of("gone");

  private HostTables() {}

  static Step<HostState> arrived(NodeId self, HostState state, Table table, Info info) {
    Optional<Deployed> system = state.systemOf(table.supervisor());
    int age = system.map(s -> table.document().compareTo(s.deployment().version())).orElse(1);
    if (age > 0 || system.filter(s -> isAhead(table, s.deployment())).isPresent()) {
      return Step.of(waitForDocument(state, table));
    }
    if (age < 0) {
      Optional<Table> last = Redeployment.lastWords(state, table);
      return last.isPresent() ? arrived(self, state, last.get(), info) : Step.of(state);
    }
    boolean isFromSupervisor = info.from().equals(table.supervisor());
    boolean isPassedOver =
        isFromSupervisor
            && system.filter(s -> isOfAnotherBranch(state, table, s.deployment())).isPresent();
    if (isPassedOver) {
      return Step.of(state);
    }
    Optional<Table> newer =
        Optional.ofNullable(state.tables().get(table.supervisor()))
            .filter(known -> isNotOlder(known, table));
    if (newer.isPresent()) {
      boolean isRight = isFromSupervisor && isPlaceOf(state, table.supervisor(), info.id().node());
      return isRight ? Step.of(state, tellOfNewer(self, newer.get())) : Step.of(state);
    }
    List<Effect> effects = new ArrayList<>();
    HostState next = hold(self, state, table, effects);
    effects.addFirst(Routing.install(self, next));
    return new Step<>(next, effects);
  }

  /** Whether it is of a home that this node does not know yet, and perhaps never will. */
  private static boolean isAhead(Table table, Deployment known) {
    return table.version().epoch().compareTo(known.epoch()) > 0;
  }

  /**
   * Whether it is of an epoch that has been passed over, and not of a supervisor that lives on from
   * there: one that began under that epoch, since, knows nothing of what the present home has done.
   */
  private static boolean isOfAnotherBranch(HostState state, Table table, Deployment known) {
    return table.version().epoch().compareTo(known.epoch()) < 0
        && Optional.ofNullable(state.tables().get(table.supervisor()))
            .filter(held -> !held.version().isOfSameLife(table.version()))
            .isPresent();
  }

  private static boolean isNotOlder(Table known, Table table) {
    int order = known.version().compareTo(table.version());
    return order > 0 || order == 0 && !known.places().equals(table.places());
  }

  private static boolean isPlaceOf(HostState state, Address supervisor, NodeId node) {
    Optional<NodeId> place =
        supervisor.segments().size() == 1
            ? state.systemOf(supervisor).map(s -> s.deployment().home())
            : state
                .owner(supervisor)
                .map(state.tables()::get)
                .map(table -> table.places().get(supervisor));
    return place.filter(node::equals).isPresent();
  }

  /**
   * The supervisor that lives at its place now did not know how far an earlier life of it had got,
   * on a board whose tables are lost: it has to begin after that.
   */
  private static Effect tellOfNewer(NodeId self, Table known) {
    EdnMap held =
        EdnMap.of(
            Protocol.NODE,
            new Text(self.value()),
            Protocol.VERSION,
            known.version().next().toValue(),
            Protocol.MISSING,
            EdnVector.EMPTY);
    return Effect.send(known.supervisor(), Protocol.HELD, held);
  }

  private static HostState waitForDocument(HostState state, Table table) {
    if (state.waiting().size() >= MAX_WAITING_TABLES) {
      throw new ProtocolException(
          "too many tables wait for their documents: expected at most " + MAX_WAITING_TABLES);
    }
    return state.withWaiting(table);
  }

  /** The tables that waited for this document come into force. */
  static HostState holdWaiting(
      NodeId self, HostState state, Deployment document, List<Table> waiting, List<Effect> out) {
    Address root = Address.of(document.name());
    HostState next = state;
    for (Table table : waiting) {
      boolean ready =
          root.contains(table.supervisor())
              && table.document().equals(document.version())
              && !isAhead(table, document);
      next = ready ? hold(self, next, table, out) : next;
    }
    return next;
  }

  /** Puts a table in force: opens mailboxes for what will live here, ends what no longer does. */
  private static HostState hold(NodeId self, HostState state, Table table, List<Effect> effects) {
    HostState next = state.with(table);
    List<Moved> strays = Strays.of(self, state, next, table);
    List<Moved> moves = Strays.insteadOf(newMoves(self, state, next, table), strays);
    for (var place : table.places().entrySet()) {
      Address body = place.getKey();
      boolean comes = moves.stream().anyMatch(moved -> moved.body().equals(body));
      if (!comes && place.getValue().equals(self) && !state.bodies().contains(body)) {
        Optional<ChildDef> def = next.child(body, table.supervisor());
        effects.add(new Effect.Expect(body, Lasting.of(def)));
        next = next.withExpected(body);
      }
    }
    next = Routing.withInstances(next, table);
    boolean isKnown = state.tables().containsKey(table.supervisor());
    for (Moved moved : moves) {
      next = move(self, next, moved, table, isKnown, effects);
    }
    letGo(self, state, next, table, strays, effects);
    for (Address body : next.present()) {
      boolean mine = state.owner(body).equals(Optional.of(table.supervisor()));
      if (mine && !self.equals(table.places().get(body)) && !isToCome(state, table, body)) {
        next = leave(next, table, body, effects);
      }
    }
    for (Address instance : state.instances().keySet()) {
      boolean mine = state.owner(instance).equals(Optional.of(table.supervisor()));
      if (mine && !table.places().containsKey(instance) && !Orphans.isOne(state, table, instance)) {
        forget(gone(state, instance, Set.of()), effects);
        next = endedBelow(next, instance, effects).without(instance);
      }
    }
    effects.add(LoopReports.askWhetherRouted(table));
    return next;
  }

  /**
   * Whether a body is expected here although it lives elsewhere, and still does: it will come, but
   * something else has changed first.
   */
  private static boolean isToCome(HostState state, Table table, Address body) {
    Optional<NodeId> place = Optional.ofNullable(table.places().get(body));
    return state.expected().contains(body)
        && place.isPresent()
        && Optional.ofNullable(state.tables().get(table.supervisor()))
            .flatMap(before -> Optional.ofNullable(before.places().get(body)))
            .equals(place);
  }

  /**
   * Who moves by this table and did not by the one before. Whoever has none begins with it; but
   * what is durable and has not arrived yet is still on one of two disks, also if one of these
   * nodes began anew. And whoever has sent nothing to the old place has to say so: else what it
   * sends to the new one, with what all others send, waits for its fence in vain.
   */
  private static List<Moved> newMoves(NodeId self, HostState before, HostState now, Table table) {
    Optional<Table> known = Optional.ofNullable(before.tables().get(table.supervisor()));
    return table.moves().stream()
        .filter(
            moved ->
                known.isPresent()
                    ? known.get().moves().stream().noneMatch(m -> m.number() == moved.number())
                    : !moved.hasArrived()
                        && (isKept(now, table, moved.body()) || isFencedBy(self, moved)))
        .toList();
  }

  /** Whether that is all that a node has to do with a move. */
  private static boolean isFencedBy(NodeId self, Moved moved) {
    return moved.nodes().containsKey(self)
        && moved.way() == Way.ALONG
        && !moved.from().equals(self)
        && !moved.to().equals(self);
  }

  static boolean isKept(HostState state, Table table, Address body) {
    return table.places().containsKey(body)
        && state.child(body, table.supervisor()).filter(ChildDef::isDurable).isPresent();
  }

  /** What left this node and has arrived elsewhere need not be kept here any more. */
  private static void letGo(
      NodeId self,
      HostState before,
      HostState next,
      Table table,
      List<Moved> strays,
      List<Effect> effects) {
    if (table.moves().isEmpty()) {
      return; // Nothing of this supervisor ever moved.
    }
    Optional<Table> known = Optional.ofNullable(before.tables().get(table.supervisor()));
    for (var place : table.places().entrySet()) {
      Address body = place.getKey();
      Optional<Moved> now = table.moveOf(body);
      Optional<Moved> then = known.flatMap(old -> old.moveOf(body));
      boolean mayHaveLeft = known.isEmpty() || then.isPresent() && !then.equals(now);
      boolean isToCome = now.filter(moved -> !moved.hasArrived()).isPresent();
      boolean isElsewhere =
          !place.getValue().equals(self) && !isToCome && !Strays.isOne(strays, body);
      if (mayHaveLeft && isElsewhere && isKept(next, table, body)) {
        boolean isAlong = known.isPresent() || now.filter(m -> m.way() != Way.ALONG).isEmpty();
        effects.add(isAlong ? new Effect.Left(body) : new Effect.GiveUp(body));
      }
    }
  }

  /**
   * The actor leaves, or comes; everyone else says that nothing more goes by its old node.
   *
   * @param isKnown whether a table of this supervisor was in force before
   */
  private static HostState move(
      NodeId self,
      HostState state,
      Moved moved,
      Table table,
      boolean isKnown,
      List<Effect> effects) {
    boolean isKept = isKept(state, table, moved.body());
    if (moved.way() != Way.ALONG && !moved.to().equals(self)) {
      effects.add(new Effect.GiveUp(moved.body()));
    }
    boolean isToLeave = moved.way() != Way.ANEW && moved.from().equals(self);
    if (isToLeave) {
      effects.add(
          new Effect.Depart(
              moved.body(), moved.to(), moved.number(), moved.nodes(), isKept, moved.way()));
      return state.withoutBody(moved.body());
    }
    if (moved.way() != Way.ANEW) {
      effects.add(new Effect.Fence(moved.body(), moved.from(), moved.to(), moved.number()));
    }
    if (!moved.to().equals(self)) {
      return state;
    }
    effects.add(
        new Effect.Await(
            moved.body(), moved.from(), moved.number(), moved.nodes(), isKept, moved.way()));
    // A node that began anew runs nothing of it before its supervisor starts it.
    return isKnown ? state.withBody(moved.body()) : state.withExpected(moved.body());
  }

  /**
   * What the table places on another node gives way to the one there; the bodies below a supervisor
   * have tables of their own. What it does not know ends, with all below it.
   */
  private static HostState leave(HostState state, Table table, Address body, List<Effect> effects) {
    if (Orphans.isOne(state, table, body)) {
      return state;
    }
    if (!table.places().containsKey(body)) {
      return HostBodies.ended(state, body, GONE, effects);
    }
    boolean isDurable =
        state.child(body, table.supervisor()).filter(ChildDef::isDurable).isPresent();
    effects.add(isDurable ? new Effect.Terminate(body, GONE) : new Effect.GiveWay(body));
    return state.withoutBody(body);
  }

  /** Of an instance whose supervisor lived elsewhere, there may be actors here. */
  private static HostState endedBelow(HostState state, Address instance, List<Effect> effects) {
    HostState next = state;
    for (Address body : state.present()) {
      if (instance.contains(body)) {
        effects.add(new Effect.Terminate(body, GONE));
        next = next.withoutBody(body);
      }
    }
    return next;
  }

  /** What was durable below {@code root} before, but for some. */
  static SortedSet<Address> gone(HostState before, Address root, Set<Address> stay) {
    SortedSet<Address> gone =
        before.busAt(root).map(bus -> Lasting.bodies(before, bus)).orElseGet(TreeSet::new);
    gone.removeAll(stay);
    return gone;
  }

  static void forget(Set<Address> gone, List<Effect> effects) {
    gone.forEach(body -> effects.add(new Effect.Forget(body)));
  }
}
