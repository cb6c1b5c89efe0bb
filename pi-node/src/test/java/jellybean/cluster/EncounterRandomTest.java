package jellybean.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import jellybean.cluster.Encounter.Caller;
import jellybean.cluster.Encounter.Present;
import jellybean.message.NodeId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two nodes that dial whenever they have no connection, over a network that delays everything and
 * breaks connections so that each side notices in its own time.
 */
class EncounterRandomTest {
  private static final int RUNS = 2_000;
  private static final int STEPS = 120;
  private static final int PATIENCE = 4_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 77_000, 0xd1a1})
  void bothEndUpWithTheSameConnection(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
      World world = new World(seed);
      for (int step = 0; step < STEPS; step++) {
        world.step(true);
      }
      for (int step = 0; step < PATIENCE && !world.isAtRest(); step++) {
        world.step(false);
      }
      assertTrue(world.isAtRest(), "seed " + seed + ": no rest");
      assertEquals(world.low.connection, world.high.connection, "seed " + seed);
      assertTrue(world.low.connection.isPresent(), "seed " + seed + ": no connection");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 88_000, 0xd1a2})
  void withoutAccidentsNoConnectionIsMadeInVain(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
      World world = new World(seed);
      for (int step = 0; step < PATIENCE && !world.isAtRest(); step++) {
        world.step(false);
      }
      assertEquals(1, world.low.established, "seed " + seed);
      assertEquals(1, world.high.established, "seed " + seed);
    }
  }

  private enum Said {
    GREETING,
    ANSWER,
    CLOSE
  }

  private record Message(Said said, long lastAnswered) {}

  /** A connection; each side reads its own queue, in order, whenever it likes. */
  private static final class Connection {
    final Node dialler;
    final long number;
    final Deque<Message> toDialler = new ArrayDeque<>();
    final Deque<Message> toAcceptor = new ArrayDeque<>();
    boolean isDead;

    Connection(Node dialler, long number) {
      this.dialler = dialler;
      this.number = number;
    }

    Deque<Message> inbox(Node node) {
      return node == dialler ? toDialler : toAcceptor;
    }

    Deque<Message> outbox(Node node) {
      return node == dialler ? toAcceptor : toDialler;
    }
  }

  private static final class Node {
    final NodeId id;
    Optional<Connection> connection = Optional.empty();
    Optional<Connection> dial = Optional.empty();
    boolean greeted;
    long dials;
    long lastAnswered;
    int established;

    Node(String id) {
      this.id = new NodeId(id);
    }

    Present present() {
      if (connection.isPresent()) {
        return connection.get().dialler == this
            ? new Present.DialledHere(connection.get().number, 1)
            : new Present.DialledByPeer();
      }
      return dial.isPresent() && greeted ? new Present.Greeting() : new Present.Nothing();
    }
  }

  private static final class World {
    final SplittableRandom random;
    final Node low = new Node("a");
    final Node high = new Node("b");
    final List<Connection> all = new ArrayList<>();

    World(long seed) {
      random = new SplittableRandom(seed);
    }

    Node other(Node node) {
      return node == low ? high : low;
    }

    boolean isAtRest() {
      return low.connection.isPresent()
          && high.connection.isPresent()
          && low.dial.isEmpty()
          && high.dial.isEmpty()
          && all.stream().allMatch(c -> c.toDialler.isEmpty() && c.toAcceptor.isEmpty());
    }

    void step(boolean accidents) {
      Node node = random.nextBoolean() ? low : high;
      int dice = random.nextInt(100);
      if (dice < 15) {
        dial(node);
      } else if (dice < 30) {
        greet(node);
      } else if (dice < 97 || !accidents) {
        read(node);
      } else {
        node.connection.ifPresent(c -> fail(node, c));
      }
    }

    void dial(Node node) {
      if (node.connection.isEmpty() && node.dial.isEmpty()) {
        Connection connection = new Connection(node, ++node.dials);
        all.add(connection);
        node.dial = Optional.of(connection);
        node.greeted = false;
      }
    }

    /** The dial is secured: time to greet; or it was never answered: time to give it up. */
    void greet(Node node) {
      node.dial = node.dial.filter(dial -> !dial.isDead);
      if (node.dial.isPresent() && !node.greeted) {
        node.greeted = true;
        say(node, node.dial.get(), Said.GREETING);
      }
    }

    void say(Node node, Connection connection, Said said) {
      if (connection.isDead) {
        return;
      }
      connection.outbox(node).add(new Message(said, node.lastAnswered));
    }

    /** This side notices that the connection broke; the other perhaps later, perhaps never. */
    void fail(Node node, Connection connection) {
      node.connection = Optional.empty();
      connection.inbox(node).clear();
      if (random.nextBoolean()) {
        say(node, connection, Said.CLOSE);
      } else {
        connection.outbox(node).clear();
        connection.isDead = true;
      }
    }

    void read(Node node) {
      List<Connection> readable = all.stream().filter(c -> !c.inbox(node).isEmpty()).toList();
      if (readable.isEmpty()) {
        return;
      }
      Connection connection = readable.get(random.nextInt(readable.size()));
      Message message = connection.inbox(node).removeFirst();
      switch (message.said()) {
        case GREETING -> greeting(node, connection, message.lastAnswered());
        case ANSWER -> answer(node, connection);
        case CLOSE -> closed(node, connection);
      }
    }

    void greeting(Node node, Connection connection, long lastAnswered) {
      Caller caller = new Caller(1, lastAnswered);
      if (!Encounter.answers(node.id, other(node).id, node.present(), caller)) {
        say(node, connection, Said.CLOSE);
        return;
      }
      node.connection.ifPresent(old -> say(node, old, Said.CLOSE));
      node.dial.ifPresent(own -> say(node, own, Said.CLOSE));
      node.dial = Optional.empty();
      node.connection = Optional.of(connection);
      node.established++;
      node.lastAnswered = Math.max(node.lastAnswered, connection.number);
      say(node, connection, Said.ANSWER);
    }

    void answer(Node node, Connection connection) {
      if (node.dial.filter(d -> d == connection).isEmpty()) {
        say(node, connection, Said.CLOSE);
        return;
      }
      node.dial = Optional.empty();
      node.connection = Optional.of(connection);
      node.established++;
    }

    void closed(Node node, Connection connection) {
      if (node.connection.filter(c -> c == connection).isPresent()) {
        node.connection = Optional.empty();
      }
      if (node.dial.filter(d -> d == connection).isPresent()) {
        node.dial = Optional.empty();
      }
    }
  }
}
