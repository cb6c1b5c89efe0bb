package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import jellybean.actor.Effect;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;
import jellybean.system.SupervisorState.Phase;

/**
 * Instances that the supervisor of one side of a split started, and that the supervisor of the
 * other side, which stays, has never heard of: a pure policy.
 *
 * <pre>
 *   table that does not have it, and not as ended → the host lets it live, and offers it
 *   offer → the supervisor takes it in: the next table has it, where it lives, and it is adopted
 *         → it cannot: the next table has it as ended, and it ends
 * </pre>
 */
final class Orphans {
  /** An instance whose own supervisor is gone is taken in after so long, if nobody has it. */
  static final long WITHOUT_ITS_OWN_MS = 3_000;

  private static final Keyword TEMPLATE = Keyword.of("template");
  private static final Keyword RUNS = Keyword.of("runs");
  private static final Keyword YIELDED = Keyword.of("yielded");

  private Orphans() {}

  // ---- hosts

  /** Whether an instance, of which something lives here, may be unknown to who made a table. */
  static boolean isOne(HostState state, Table table, Address instance) {
    Optional<Instance> known =
        Optional.ofNullable(state.instances().get(instance)).map(HostState.Live::instance);
    Optional<String> template = instance.parent().map(Address::name);
    return known.isPresent()
        && template.isPresent()
        && isOf(state, table, instance, template.get())
        && !table.ended().has(template.get(), instance, known.get())
        && state.present().stream().anyMatch(instance::contains);
  }

  private static boolean isOf(HostState state, Table table, Address instance, String template) {
    boolean mayBeTwice =
        state.systemOf(instance).filter(system -> !system.deployment().isMajority()).isPresent();
    return mayBeTwice
        && !table.places().containsKey(instance)
        && instance.parent().flatMap(Address::parent).equals(Optional.of(table.supervisor()))
        && state.busAt(table.supervisor()).flatMap(bus -> bus.template(template)).isPresent();
  }

  /** What a host offers to a supervisor whose table it holds. */
  static List<Value> offered(HostState state, Table table) {
    List<Value> offers = new ArrayList<>();
    state
        .instances()
        .forEach(
            (address, live) -> {
              if (isOne(state, table, address)) {
                offers.add(
                    EdnMap.of(
                        TEMPLATE,
                        new Text(address.parent().orElseThrow().name()),
                        Protocol.INSTANCE,
                        live.instance().toValue(),
                        RUNS,
                        Bool.of(state.bodies().contains(address))));
              }
            });
    return offers;
  }

  // ---- supervisors

  /** A host has instances that are not in the table. */
  static void heard(Turn turn, NodeId node, Value offers) {
    if (!(offers instanceof Sequential all)) {
      throw new ProtocolException("bad instances: expected a vector, found " + offers);
    }
    boolean any = false;
    List<Value> later = new ArrayList<>();
    for (Value each : all) {
      EdnMap offer = Fields.mapOf(each, "an instance that is offered");
      if (Fields.at(offer, RUNS) == Bool.TRUE) {
        any |= takeIn(turn, node, offer);
      } else {
        later.add(offer.with(RUNS, Bool.TRUE));
      }
    }
    if (any) {
      Starts.publish(turn);
    }
    if (!later.isEmpty()) {
      EdnMap again =
          EdnMap.of(Protocol.NODE, new Text(node.value()), Protocol.ORPHANS, EdnVector.of(later));
      turn.add(new Effect.After(WITHOUT_ITS_OWN_MS, Protocol.OFFERED, again));
    }
  }

  /** Whether the table is another one now. */
  private static boolean takeIn(Turn turn, NodeId node, EdnMap offer) {
    String template = Fields.textAt(offer, TEMPLATE);
    Instance instance = Instance.fromValue(Fields.at(offer, Protocol.INSTANCE));
    Address body = turn.context.self().child(template).child(instance.segment());
    boolean isKnown =
        turn.body(body).isPresent() || Starts.ended(turn).has(template, body, instance);
    if (isKnown || turn.stopping.flatMap(SupervisorState.Stopping::finish).isPresent()) {
      return false;
    }
    try {
      Templates.add(turn, template, instance);
      turn.places = new TreeMap<>(turn.places);
      turn.places.put(body, node);
      turn.set(body, Phase.LOST);
    } catch (ProtocolException | BadParamsException | BadNameException e) {
      refuse(turn, template, instance, body, String.valueOf(e.getMessage()));
    }
    return true;
  }

  private static void refuse(
      Turn turn, String template, Instance instance, Address body, String why) {
    Templates.remember(turn, template, instance, body);
    Value error = Errors.of("cannot take in " + body + ": " + why);
    turn.add(new Effect.Note(YIELDED, Protocol.ORPHANS, Turn.actor(body), error));
  }
}
