package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.actor.ActorSpec;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import jellybean.system.Bundle;
import jellybean.system.MemberList;
import jellybean.system.SimCluster;

/** A simulated fleet of {@code a}, {@code b} and {@code c}, whose gate on {@code a} is asked. */
final class AskedFleet {
  private static final long LONG_MS = 60_000;

  /** The question is with all members, and the answer is not there. */
  private static final long UNDER_WAY_MS = 100;

  /** A question that is not answered by then will not be. */
  private static final int ANSWERED_WITHIN_MS = 200_000;

  private final Simulation simulation;
  private final SimCluster cluster;
  private int asked;

  AskedFleet() {
    this(11, "a", "b", "c");
  }

  /** The first of the members is asked. */
  AskedFleet(long seed, String... names) {
    simulation = new Simulation(seed);
    cluster = SimCluster.of(simulation, names);
    SortedMap<NodeId, Long> members = new TreeMap<>();
    cluster.alive().forEach(n -> members.put(n.id(), n.incarnation()));
    for (SimNode node : cluster.alive()) {
      Text name = new Text(node.id().value());
      Inspector inspector = new Inspector(node.id(), () -> EdnMap.of(Keyword.of("node"), name));
      node.actors().start(ActorSpec.part(ShellProtocol.inspector(node.id()), inspector));
      node.actors()
          .start(ActorSpec.part(ShellProtocol.snapshots(node.id()), new Snapshots(node.id())));
      node.actors().start(ActorSpec.part(ShellProtocol.gate(node.id()), new Gate(node.id())));
      node.send(
          "/sys/test",
          ShellProtocol.gate(node.id()).path(),
          "jelly/members",
          MemberList.toValue(members));
    }
  }

  void deploy(String name, Bundle bundle) {
    cluster.deploy("a", name, bundle, EdnMap.EMPTY);
  }

  /** One that is never done. */
  void deployLively(String name, String document, long withinMs) {
    cluster.deployLively("a", name, document, withinMs);
  }

  List<SimNode> nodes() {
    return cluster.alive();
  }

  long nowMs() {
    return simulation.nowMs();
  }

  /** The answer, as soon as it is there. */
  Value askNow(String question, Value data) {
    String asker = "/test/asker-" + asked++;
    node("a").start(asker, new Asker(question, data));
    for (int i = 0; i < ANSWERED_WITHIN_MS; i++) {
      if (node("a").state(asker) instanceof EdnVector answers && !answers.isEmpty()) {
        return answers.get(0);
      }
      pass(1);
    }
    throw new AssertionError("no answer to " + question + " " + data);
  }

  void deploy(String name, String document) {
    cluster.deploy("a", name, document);
  }

  SimNode node(String name) {
    return cluster.node(name);
  }

  void settle() {
    simulation.settle();
  }

  void pass(long ms) {
    simulation.runFor(ms);
  }

  /** From now on it says nothing, and nobody has noticed yet. */
  void silence(String name) {
    simulation.crash(cluster.node(name), LONG_MS);
  }

  /** Tells the gate something. */
  void say(String from, String name, Value data) {
    node("a").send(from, "/sys/a/shell", name, data);
    settle();
  }

  /** The one answer of the gate. */
  Value ask(String question, Value data) {
    return askWhile(question, data, () -> {});
  }

  /** The same, while something happens. */
  Value askWhile(String question, Value data, Runnable meanwhile) {
    String asker = "/test/asker-" + asked++;
    node("a").start(asker, new Asker(question, data));
    pass(UNDER_WAY_MS);
    meanwhile.run();
    settle();
    EdnVector answers = (EdnVector) node("a").state(asker);
    assertEquals(1, answers.size(), "answers to " + question);
    return answers.get(0);
  }

  /** A message to send, or to ask. */
  static EdnMap order(String to, String name, Value data) {
    return EdnMap.of(
        Keyword.of("to"),
        new Text(to),
        Keyword.of("name"),
        Keyword.of(name),
        Keyword.of("data"),
        data);
  }

  private record Asker(String question, Value data) implements Behaviour<EdnVector> {
    @Override
    public EdnVector initial() {
      return EdnVector.EMPTY;
    }

    @Override
    public Step<EdnVector> started(EdnVector state, Info info) {
      return Step.of(
          state,
          new Effect.Send(
              Address.of("sys", "a", "shell"),
              Keyword.of(question),
              data,
              Optional.of(new Effect.Ask(Keyword.of("answer"), ANSWERED_WITHIN_MS))));
    }

    @Override
    public Step<EdnVector> handle(EdnVector state, Delivery delivery) {
      return Step.of(state.append(delivery.data()));
    }

    @Override
    public Value show(EdnVector state) {
      return state;
    }
  }
}
