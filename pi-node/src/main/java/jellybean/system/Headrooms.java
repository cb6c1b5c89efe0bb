package jellybean.system;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.message.Rendezvous;

/**
 * The part of a node that knows what all members have left, at {@code /sys/<node>/headroom}. It is
 * asked when something is to be placed, and tells those with most; in between nobody hears of
 * changes.
 */
public final class Headrooms implements Behaviour<Value> {
  /** Members that an answer names; the others have less. */
  static final int MAX_TOLD = 32;

  private static final Keyword SPARE = Keyword.of("spare-permille");

  private final Supplier<EdnMap> known;

  /**
   * @param known {@code {"node" {:spare-permille n …} …}}, of those that are known; must not block
   */
  public Headrooms(Supplier<EdnMap> known) {
    this.known = known;
  }

  @Override
  public Value initial() {
    return Nil.NIL;
  }

  @Override
  public Value show(Value state) {
    return known.get();
  }

  @Override
  public Step<Value> handle(Value state, Delivery delivery) {
    if (!delivery.name().equals(Protocol.HEADROOM)) {
      throw new ProtocolException(
          "bad question to "
              + delivery.info().self()
              + ": expected "
              + Protocol.HEADROOM
              + ", found "
              + delivery.name());
    }
    EdnMap question = Fields.mapOf(delivery.data(), "question for headroom");
    long key = Rendezvous.hash(Fields.addressAt(question, Protocol.ACTOR).path());
    return delivery
        .info()
        .replyTo()
        .map(to -> Step.of(state, new Effect.Answer(to, most(key))))
        .orElseGet(() -> Step.of(state));
  }

  /** Among equals a different choice for each that asks, lest all get the same advice. */
  private EdnMap most(long key) {
    List<Map.Entry<NodeId, Long>> all =
        spares(known.get()).entrySet().stream()
            .sorted(
                Map.Entry.<NodeId, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(e -> Rendezvous.weight(key, e.getKey().value())))
            .limit(MAX_TOLD)
            .toList();
    EdnMap most = EdnMap.EMPTY;
    for (Map.Entry<NodeId, Long> each : all) {
      most = most.with(new Text(each.getKey().value()), Int.of(each.getValue()));
    }
    return most;
  }

  private static SortedMap<NodeId, Long> spares(EdnMap known) {
    EdnMap spares = EdnMap.EMPTY;
    for (EdnMap.Entry entry : known.entries()) {
      Value value = entry.value() instanceof EdnMap map ? map.get(SPARE, Nil.NIL) : Nil.NIL;
      spares = spares.with(entry.key(), value);
    }
    return spare(spares);
  }

  /** What an answer says; nothing if it is none. */
  static SortedMap<NodeId, Long> spare(Value answer) {
    TreeMap<NodeId, Long> spare = new TreeMap<>();
    if (answer instanceof EdnMap map) {
      map.forEach(
          (node, permille) -> {
            if (node instanceof Text text && permille instanceof Int n) {
              spare.put(new NodeId(text.value()), n.value());
            }
          });
    }
    return spare;
  }
}
