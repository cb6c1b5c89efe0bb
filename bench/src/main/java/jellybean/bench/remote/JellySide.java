package jellybean.bench.remote;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.ToIntFunction;
import jellybean.actor.ActorLimits;
import jellybean.actor.ActorSpec;
import jellybean.actor.Actors;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Loop;
import jellybean.actor.Router;
import jellybean.actor.Step;
import jellybean.bench.Machine;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.net.Principal;
import jellybean.net.Timings;
import jellybean.net.Transport;
import jellybean.net.TransportConfig;
import jellybean.net.TransportListener;

/**
 * A node's actors on one loop, and its transport: envelopes as EDN, numbered and confirmed links,
 * mutual TLS, which cannot be switched off. Without membership, which has nothing to do here.
 */
final class JellySide implements Side {
  static final NodeId SENDING = new NodeId("jelly-a");
  static final NodeId RECEIVING = new NodeId("jelly-b");

  /** As long as those of real systems, and as a real life of a node. */
  private static final Address SENDER = new Address("/house/kitchen/switch");

  private static final Address RECEIVER = new Address("/house/kitchen/lamp");
  private static final long INCARNATION = 1_767_225_600_000L;
  private static final Keyword FLOOD = Keyword.of("flood");
  private static final Keyword ECHO = Keyword.of("echo");
  private static final Keyword CREDIT = Keyword.of("credit");
  private static final Keyword BEGIN = Keyword.of("begin");
  private static final Text DATA = new Text("x".repeat(Run.MESSAGE_BYTES));

  private final NodeId self;
  private final Actors actors;
  private final Transport transport;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private final Sender sender = new Sender();
  private volatile boolean closed;
  private long begun;

  private JellySide(NodeId self, Path identity, Optional<Integer> to) {
    this.self = self;
    Optional<InetSocketAddress> peer =
        to.map(port -> new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    actors =
        new Actors(
            self,
            INCARNATION,
            Machine.CLOCK,
            (_, _) -> () -> {},
            () -> ThreadLocalRandom.current().nextLong(),
            this::send,
            _ -> Optional.empty(),
            1,
            ActorLimits.DEFAULT);
    actors.install(new ByName(self));
    transport =
        Transport.open(
            TransportConfig.load(
                identity,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                INCARNATION,
                Timings.LAN),
            Machine.CLOCK,
            () -> ThreadLocalRandom.current().nextLong(),
            _ -> peer,
            new Arrivals());
    Loop loop = actors.loop(0);
    thread = Thread.ofPlatform().daemon().unstarted(() -> turn(loop));
    loop.wakeWith(wake::release);
    thread.start();
    start(self.equals(SENDING) ? SENDER : RECEIVER, peer.isPresent() ? sender : new Receiver());
  }

  static JellySide receiver(Path identity) {
    return new JellySide(RECEIVING, identity, Optional.empty());
  }

  static JellySide sender(Path identity, int port) {
    return new JellySide(SENDING, identity, Optional.of(port));
  }

  /** An envelope as the measurement sends it, to know how long its frame is. */
  static Envelope sample() {
    long sequence = 1_000_000;
    long seed = Long.MAX_VALUE / 2;
    MessageId id = new MessageId(SENDING, INCARNATION, sequence);
    return Envelope.message(SENDER, RECEIVER, id, FLOOD, DATA, INCARNATION, seed);
  }

  private void turn(Loop loop) {
    while (!closed) {
      if (!loop.turn()) {
        wake.acquireUninterruptibly();
      }
    }
  }

  private void start(Address address, Behaviour<?> behaviour) {
    actors.start(ActorSpec.of(address, "actor", behaviour).withMailbox(4 * Run.WINDOW));
  }

  private void send(NodeId to, Envelope envelope) {
    transport.send(to, envelope).ifPresent(reason -> actors.deadLetter(envelope, reason, Nil.NIL));
  }

  @Override
  public int port() {
    return transport.address().getPort();
  }

  @Override
  public void begin(Run run) {
    sender.run = run;
    MessageId id = new MessageId(self, INCARNATION, -(++begun));
    actors.deliver(
        Envelope.message(SENDER, SENDER, id, BEGIN, Nil.NIL, Machine.CLOCK.wallMs(), begun));
  }

  /** What happened so far, for whoever asks what a measurement really did. */
  EdnMap counters() {
    return actors.counters().with(Keyword.of("transport"), transport.counters());
  }

  @Override
  public void close() {
    closed = true;
    wake.release();
    transport.close();
  }

  /** Sends by the account of the measurement that is under way. */
  private static final class Sender implements Behaviour<Int> {
    /** Written before the message that begins it is delivered. */
    private volatile Run run = new Run(Run.Kind.ECHO, 0);

    @Override
    public Int initial() {
      return Int.of(0);
    }

    @Override
    public Step<Int> handle(Int handled, Delivery delivery) {
      Run now = run;
      long nowNs = System.nanoTime();
      int count = delivery.name().equals(BEGIN) ? now.begin(nowNs) : now.answered(nowNs);
      Effect message = Effect.send(RECEIVER, now.kind == Run.Kind.FLOOD ? FLOOD : ECHO, DATA);
      return new Step<>(Int.of(handled.value() + 1), Collections.nCopies(count, message));
    }

    @Override
    public Value show(Int handled) {
      return handled;
    }
  }

  /** Counts what is not confirmed. */
  private static final class Receiver implements Behaviour<Int> {
    @Override
    public Int initial() {
      return Int.of(0);
    }

    @Override
    public Step<Int> handle(Int unconfirmed, Delivery delivery) {
      if (delivery.name().equals(ECHO)) {
        return Step.of(unconfirmed, Effect.send(SENDER, ECHO, delivery.data()));
      }
      return unconfirmed.value() + 1 == Run.CREDIT
          ? Step.of(Int.of(0), Effect.send(SENDER, CREDIT, Nil.NIL))
          : Step.of(Int.of(unconfirmed.value() + 1));
    }

    @Override
    public Value show(Int unconfirmed) {
      return unconfirmed;
    }
  }

  /** Either actor is here or with the peer. */
  private record ByName(NodeId self) implements Router {
    @Override
    public List<Receiver> route(Said said, long seed, ToIntFunction<Address> queueLength) {
      return List.of();
    }

    @Override
    public Place locate(Address address) {
      NodeId node = address.equals(SENDER) ? SENDING : RECEIVING;
      return node.equals(self) ? new Place.Here() : new Place.There(node);
    }
  }

  private final class Arrivals implements TransportListener {
    @Override
    public void received(NodeId from, Envelope envelope) {
      actors.deliver(envelope);
    }

    @Override
    public void undeliverable(NodeId to, Envelope envelope, Keyword reason) {
      // The measurement would wait for ever for what is lost.
      System.err.println("remote: " + reason + " to " + to + ": " + envelope);
    }

    @Override
    public void connected(NodeId peer, long incarnation) {
      actors.nodeUp(peer, incarnation);
    }

    @Override
    public void disconnected(NodeId peer) {
      // The other process ends.
    }

    @Override
    public void pressure(NodeId peer, boolean high) {
      // The window of the measurement is the smaller one.
    }

    @Override
    public void operatorEnvelope(Principal.Operator operator, Envelope envelope) {
      throw new IllegalStateException("there are no operators here");
    }

    @Override
    public void operatorGone(Address address) {
      throw new IllegalStateException("there are no operators here");
    }
  }
}
