package jellybean.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;

/** Two durable actors: the first adds up what it is sent, and sends it on to the second. */
final class DurablePair {
  static final Address KEEPER = new Address("/s/keeper");
  static final Address SECOND = new Address("/s/second");

  /** Adds up what comes under {@code :add} and sends each on to the second. */
  static Script adder() {
    return Script.from(EdnVector.EMPTY)
        .on(
            "add",
            (state, delivery) ->
                Step.of(
                    ((EdnVector) state).append(delivery.data()),
                    Effect.send(SECOND, Keyword.of("seen"), delivery.data())))
        .on("fail", (_, _) -> Step.of(Nil.NIL, new Effect.After(-1, Keyword.of("x"), Nil.NIL)));
  }

  /** Keeps all it is sent. */
  static Script keeper() {
    return Script.from(EdnVector.EMPTY)
        .on("seen", (state, delivery) -> Step.of(((EdnVector) state).append(delivery.data())));
  }

  static void startBoth(SimNode node) {
    node.startDurable(KEEPER.path(), adder());
    node.startDurable(SECOND.path(), keeper());
  }

  static void send(SimNode node, String name, int n) {
    send(node, KEEPER, name, n);
  }

  static void send(SimNode node, Address to, String name, int n) {
    node.actors()
        .deliver(
            Envelope.message(
                new Address("/s/outside"),
                to,
                new MessageId(new NodeId("outside"), 1, n),
                Keyword.of(name),
                Int.of(n),
                node.wallMs(),
                n));
  }

  static Value numbers(int upTo) {
    EdnVector all = EdnVector.EMPTY;
    for (int i = 1; i <= upTo; i++) {
      all = all.append(Int.of(i));
    }
    return all;
  }

  private DurablePair() {}

  /** The power goes at a node of one loop and comes again; both are there again. */
  static SimNode nextLife(Simulation simulation, SimNode node) {
    simulation.crash(node, 0);
    SimNode next = simulation.durableNode(node.id().value(), 1);
    startBoth(next);
    simulation.settle();
    return next;
  }

  /** What was not accepted is a tail, as one sender's messages are written in their order. */
  static int assertPrefix(SimNode node, int sent) {
    EdnVector applied = (EdnVector) node.state(KEEPER.path());
    assertTrue(applied.size() <= sent);
    assertEquals(numbers(applied.size()), applied);
    assertEquals(applied, node.state(SECOND.path()));
    return applied.size();
  }
}
