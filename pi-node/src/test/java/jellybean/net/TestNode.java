package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import jellybean.cluster.Backoff;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.port.Clock;

/** A transport on the loopback with everything it heard. */
final class TestNode implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Short, so that tests of failures are quick; long enough for a loaded machine. */
  static final Timings QUICK = new Timings(2_000, 3_000, 2_000, 500, 10_000, new Backoff(20, 200));

  sealed interface Heard {
    record Received(NodeId from, Envelope envelope) implements Heard {}

    record Undeliverable(NodeId to, Envelope envelope, Keyword reason) implements Heard {}

    record Connected(NodeId peer, long incarnation) implements Heard {}

    record Disconnected(NodeId peer) implements Heard {}

    record Pressure(NodeId peer, boolean high) implements Heard {}

    record Operator(Principal.Operator who, Envelope envelope) implements Heard {}

    record OperatorGone(Address address) implements Heard {}
  }

  private final Clock clock =
      new Clock() {
        @Override
        public long monotonicMs() {
          return System.nanoTime() / 1_000_000;
        }

        @Override
        public long wallMs() {
          return System.currentTimeMillis() + wallSkewMs;
        }
      };

  final Transport transport;
  final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Map<Class<?>, BlockingQueue<Heard>> heard = new ConcurrentHashMap<>();
  private final Map<NodeId, InetSocketAddress> directory = new ConcurrentHashMap<>();
  private final AtomicReference<Runnable> beforeTheNextDial = new AtomicReference<>(() -> {});
  private volatile long wallSkewMs;
  private long sequence;

  TestNode(Path identity, long incarnation) {
    this(identity, incarnation, QUICK, 0);
  }

  TestNode(Path identity, long incarnation, Timings timings, int port) {
    this(identity, incarnation, timings, port, Optional.empty(), Duration.ZERO);
  }

  /**
   * @param kept where it keeps what it must not forget
   * @param late how much its calendar is ahead of everybody's
   */
  TestNode(
      Path identity,
      long incarnation,
      Timings timings,
      int port,
      Optional<Path> kept,
      Duration late) {
    laterBy(late);
    InetSocketAddress bind = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    TransportConfig config = TransportConfig.load(identity, bind, incarnation, timings);
    transport =
        openLike(
            new TransportConfig(
                config.identity(),
                config.ring(),
                bind,
                Optional.empty(),
                kept,
                incarnation,
                timings));
  }

  /** One that keeps what it must not forget. */
  static TestNode keeping(Path identity, long incarnation, Path kept) {
    return new TestNode(identity, incarnation, QUICK, 0, Optional.of(kept), Duration.ZERO);
  }

  /** Another transport whose events are heard here. */
  Transport openLike(TransportConfig config) {
    SplittableRandom random = new SplittableRandom(config.incarnation());
    return Transport.open(
        config,
        clock,
        random::nextLong,
        this::lookUp,
        new Recorder(),
        (name, text) -> warnings.add(text.get()));
  }

  private Optional<InetSocketAddress> lookUp(NodeId id) {
    beforeTheNextDial.getAndSet(() -> {}).run();
    return Optional.ofNullable(directory.get(id));
  }

  /** Has the transport's own thread do something when it next looks up where a node is. */
  void beforeTheNextDial(Runnable task) {
    beforeTheNextDial.set(task);
  }

  NodeId id() {
    return transport.self();
  }

  InetSocketAddress address() {
    return transport.address();
  }

  /** Sets this node's calendar, and nobody else's. */
  void laterBy(Duration duration) {
    wallSkewMs = duration.toMillis();
  }

  /** From now on this node knows where the other is. */
  TestNode knows(TestNode other) {
    return knows(other.id(), other.address());
  }

  TestNode knows(NodeId id, InetSocketAddress address) {
    directory.put(id, address);
    return this;
  }

  /** All of them know each other, and live. */
  static void introduce(TestNode... nodes) {
    Set<NodeId> live = new TreeSet<>();
    for (TestNode node : nodes) {
      live.add(node.id());
      for (TestNode other : nodes) {
        if (other != node) {
          node.knows(other);
        }
      }
    }
    for (TestNode node : nodes) {
      node.transport.members(live);
    }
  }

  /** What it holds of what keeps the fleet closed, under one key. */
  String holds(String key) {
    return transport.security().facts().get(Keyword.of(key)).toString();
  }

  Optional<Keyword> send(NodeId to, long number) {
    return transport.send(to, envelope(Int.of(number)));
  }

  Envelope envelope(Value data) {
    return envelopeTo(new Address("/test/to"), data);
  }

  Envelope envelopeTo(Address to, Value data) {
    return Envelope.message(
        new Address("/test/from"),
        to,
        new MessageId(id(), 1, ++sequence),
        Keyword.of("number"),
        data,
        1,
        2);
  }

  private BlockingQueue<Heard> heard(Class<?> type) {
    return heard.computeIfAbsent(type, t -> new LinkedBlockingQueue<>());
  }

  private void add(Heard event) {
    heard(event.getClass()).add(event);
  }

  /** The next event of that type. */
  <T extends Heard> T await(Class<T> type) {
    try {
      Heard next = heard(type).poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      return next == null
          ? fail(id() + ": no " + type.getSimpleName() + "; counters " + transport.counters())
          : type.cast(next);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The numbers in the next envelopes. */
  List<Long> receive(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> number(await(Heard.Received.class).envelope()))
        .toList();
  }

  static long number(Envelope envelope) {
    return ((Int) envelope.data()).value();
  }

  /** Waits until something that nobody reports, such as a counter, comes true. */
  static void eventually(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, () -> "never came true: " + what);
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  @Override
  public void close() {
    transport.close();
  }

  private final class Recorder implements TransportListener {
    @Override
    public void received(NodeId from, Envelope envelope) {
      add(new Heard.Received(from, envelope));
    }

    @Override
    public void undeliverable(NodeId to, Envelope envelope, Keyword reason) {
      add(new Heard.Undeliverable(to, envelope, reason));
    }

    @Override
    public void connected(NodeId peer, long incarnation) {
      add(new Heard.Connected(peer, incarnation));
    }

    @Override
    public void disconnected(NodeId peer) {
      add(new Heard.Disconnected(peer));
    }

    @Override
    public void pressure(NodeId peer, boolean high) {
      add(new Heard.Pressure(peer, high));
    }

    @Override
    public void operatorEnvelope(Principal.Operator operator, Envelope envelope) {
      add(new Heard.Operator(operator, envelope));
    }

    @Override
    public void operatorGone(Address address) {
      add(new Heard.OperatorGone(address));
    }
  }
}
