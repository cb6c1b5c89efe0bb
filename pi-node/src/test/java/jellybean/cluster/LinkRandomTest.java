package jellybean.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import jellybean.cluster.Link.Greeted;
import jellybean.cluster.Link.Role;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes, a network that fails at any point, lives that end, peers given up: by seed. */
class LinkRandomTest {
  private static final int RUNS = 400;
  private static final int STEPS = 600;
  private static final int WINDOW_BYTES = 2_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 20_250_101, 0x5eed})
  void whileBothLiveEachParcelIsDeliveredOnceAndInOrder(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
      World world = new World(seed, false);
      world.run();
      world.settle();
      for (Node node : world.nodes) {
        assertEquals(List.of(), node.handedBack, "seed " + seed);
        assertEquals(node.accepted, node.other().delivered, "seed " + seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 20_250_102, 0xbad5eed})
  void whateverHappensNothingIsRepeatedReorderedOrLostInSilence(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
      World world = new World(seed, true);
      world.run();
      world.settle();
      for (Node node : world.nodes) {
        node.checkOutcome("seed " + seed);
      }
    }
  }

  /** What is said on a connection. */
  private sealed interface Said {
    record Hello(Link.Greeting greeting, boolean answer) implements Said {}

    record Parcel(long sequence, byte[] bytes) implements Said {}

    record Confirmed(long sequence) implements Said {}
  }

  /** One connection: two queues in order, each cut at any length when it breaks. */
  private static final class Wire {
    final Deque<Said> toAcceptor = new ArrayDeque<>();
    final Deque<Said> toDialler = new ArrayDeque<>();
    final Node dialler;

    Wire(Node dialler) {
      this.dialler = dialler;
    }
  }

  private static final class Node {
    final World world;
    final int index;
    Link link;
    long incarnation;
    long streams;
    boolean greeted;
    final List<Long> accepted = new ArrayList<>();
    final List<Long> delivered = new ArrayList<>();
    final List<Long> handedBack = new ArrayList<>();

    /** Those of a life of this node that is over: they died with it. */
    final Set<Long> died = new HashSet<>();

    /** Deliveries to lives of the other that are over happened, too. */
    long nextParcel;

    Node(World world, int index) {
      this.world = world;
      this.index = index;
      begin();
    }

    Node other() {
      return world.nodes.get(1 - index);
    }

    void begin() {
      incarnation = world.random.nextLong();
      link = new Link(incarnation, WINDOW_BYTES, () -> ++streams);
      greeted = false;
    }

    void offer() {
      byte[] bytes = ByteBuffer.allocate(8).putLong(nextParcel).array();
      if (link.offer(bytes)) {
        accepted.add(nextParcel);
        nextParcel++;
      }
    }

    void handBack(List<byte[]> parcels) {
      parcels.forEach(bytes -> handedBack.add(ByteBuffer.wrap(bytes).getLong()));
    }

    void die() {
      died.addAll(accepted);
      begin();
    }

    void checkOutcome(String seed) {
      Set<Long> distinct = new HashSet<>(other().delivered);
      assertEquals(distinct.size(), other().delivered.size(), seed + ": delivered twice");
      for (int i = 1; i < other().delivered.size(); i++) {
        assertTrue(other().delivered.get(i - 1) < other().delivered.get(i), seed + ": reordered");
      }
      for (long parcel : accepted) {
        boolean known =
            distinct.contains(parcel) || handedBack.contains(parcel) || died.contains(parcel);
        assertTrue(known, seed + ": parcel " + parcel + " was lost in silence");
      }
    }
  }

  private static final class World {
    final SplittableRandom random;
    final boolean lives;
    final List<Node> nodes = new ArrayList<>();
    Optional<Wire> wire = Optional.empty();

    World(long seed, boolean lives) {
      random = new SplittableRandom(seed);
      this.lives = lives;
      nodes.add(new Node(this, 0));
      nodes.add(new Node(this, 1));
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        act(random.nextInt(100), nodes.get(random.nextInt(2)));
      }
    }

    void act(int dice, Node node) {
      if (dice < 25) {
        node.offer();
      } else if (dice < 45) {
        transmit(node);
      } else if (dice < 85) {
        arrive(node);
      } else if (dice < 90) {
        confirm(node);
      } else if (dice < 95) {
        cut();
      } else if (dice < 98 || !lives) {
        dial(node);
      } else if (dice < 99) {
        node.handBack(random.nextBoolean() ? node.link.abandon() : node.link.over());
        node.greeted = false;
        cut();
      } else {
        node.die();
        cut();
      }
    }

    /** No more accidents: connect and go on until both windows are empty. */
    void settle() {
      for (int turn = 0; turn < 10_000; turn++) {
        if (wire.isEmpty()) {
          dial(nodes.get(turn % 2));
        }
        for (Node node : nodes) {
          transmit(node);
          arrive(node);
          confirm(node);
        }
        if (nodes.stream().allMatch(n -> n.greeted && n.link.unconfirmed() == 0)) {
          return;
        }
      }
      fail("never came to rest");
    }

    void dial(Node node) {
      if (wire.isPresent()) {
        return;
      }
      Wire fresh = new Wire(node);
      fresh.toAcceptor.add(new Said.Hello(node.link.greeting(), false));
      wire = Optional.of(fresh);
    }

    void cut() {
      wire = Optional.empty();
      for (Node node : nodes) {
        node.link.closed();
        node.greeted = false;
      }
    }

    void say(Node node, Said said) {
      Wire open = wire.orElseThrow();
      (open.dialler == node ? open.toAcceptor : open.toDialler).add(said);
    }

    void transmit(Node node) {
      if (node.greeted) {
        node.link.next().ifPresent(n -> say(node, new Said.Parcel(n.sequence(), n.parcel())));
      }
    }

    void confirm(Node node) {
      if (node.greeted) {
        node.link.confirmation().ifPresent(sequence -> say(node, new Said.Confirmed(sequence)));
      }
    }

    void arrive(Node node) {
      if (wire.isEmpty()) {
        return;
      }
      Wire open = wire.get();
      Deque<Said> queue = open.dialler == node ? open.toDialler : open.toAcceptor;
      if (queue.isEmpty()) {
        return;
      }
      switch (queue.removeFirst()) {
        case Said.Hello hello -> greet(node, hello);
        case Said.Parcel parcel -> receive(node, parcel);
        case Said.Confirmed confirmed -> assertTrue(node.link.confirmed(confirmed.sequence()));
      }
    }

    void receive(Node node, Said.Parcel parcel) {
      Link.Receipt receipt = node.link.received(parcel.sequence());
      assertNotEquals(Link.Receipt.GAP, receipt);
      if (receipt == Link.Receipt.DELIVER) {
        node.delivered.add(ByteBuffer.wrap(parcel.bytes()).getLong());
      }
    }

    void greet(Node node, Said.Hello hello) {
      Role role = hello.answer() ? Role.DIALLER : Role.ACCEPTOR;
      switch (node.link.greeted(hello.greeting(), role)) {
        case Greeted.Ready ready -> {
          node.handBack(ready.lost());
          node.greeted = true;
          if (!hello.answer()) {
            say(node, new Said.Hello(node.link.greeting(), true));
          }
        }
        case Greeted.Again again -> {
          node.handBack(again.lost());
          assertFalse(node.link.isOpen());
          cut();
        }
        case Greeted.Stale _ -> cut();
      }
    }
  }
}
