package jellybean.node;

import java.lang.Thread.UncaughtExceptionHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import jellybean.actor.ActorLimits;
import jellybean.actor.ActorSpec;
import jellybean.actor.Actors;
import jellybean.actor.Behaviour;
import jellybean.cluster.Discovery;
import jellybean.cluster.HeadroomGossip;
import jellybean.cluster.Member;
import jellybean.cluster.Members;
import jellybean.cluster.Membership;
import jellybean.cluster.Peer;
import jellybean.cluster.TimingProfile;
import jellybean.cluster.majority.LeaseTiming;
import jellybean.device.Drivers;
import jellybean.device.HttpLimits;
import jellybean.device.Surroundings;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.metrics.MetricsPort;
import jellybean.net.Identity;
import jellybean.net.MdnsDiscovery;
import jellybean.net.SaneClock;
import jellybean.net.ScaleCubeMembership;
import jellybean.net.Transport;
import jellybean.net.TransportConfig;
import jellybean.system.Documents;
import jellybean.system.Headrooms;
import jellybean.system.Host;
import jellybean.system.Leases;
import jellybean.system.Life;
import jellybean.system.Protocol;
import jellybean.system.Tags;
import org.tinylog.Logger;

/**
 * A running node: makes its parts, connects them, stops them in reverse.
 *
 * <p>Threads: one per loop, one of the journal if data is kept, one of the transport, one of
 * membership, those of JmDNS, one for timers and a bounded number for blocking work. They meet in
 * the loops' inboxes.
 */
public final class Node implements AutoCloseable {
  private static final long LEAVE_WITHIN_MS = 3_000;

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final AtomicReference<Optional<Membership>> membership =
      new AtomicReference<>(Optional.empty());
  private final AtomicLong sequence = new AtomicLong();
  private final Consumer<EdnMap> events;
  private final TransportConfig settings;
  private final SaneClock clock;
  private final NodeId self;
  private final Ports ports;
  private final Kept kept;
  private final Actors actors;
  private final LoopWatch loops;
  private final Surroundings around;

  private Node(
      NodeConfig config, InetAddress host, Consumer<EdnMap> events, UncaughtExceptionHandler died) {
    this.events = events;
    this.ports = new Ports();
    running.push(ports);
    Identity identity = Identity.load(config.identity());
    this.self = Settings.nodeId(identity);
    this.clock = SaneClock.of(ports.clock(), identity);
    this.kept =
        Kept.open(config.data(), self, ports.clock().wallMs(), ports.randomness().nextLong());
    running.push(kept);
    this.around = Surroundings.ofMachine(Path.of("").toAbsolutePath(), config.wiring());
    running.push(around);
    this.settings = Settings.transport(config, host, identity, kept.incarnation());
    Outgoing network = new Outgoing(self);
    this.actors =
        new Actors(
            self,
            kept.incarnation(),
            clock,
            ports.timers(),
            ports.randomness(),
            network,
            ports.workers(),
            kept.journal(),
            config.loops(),
            ActorLimits.DEFAULT);
    loops = startLoops(died);
    startNetwork(config, network);
  }

  /**
   * Starts a node; returns when it listens and looks for its peers.
   *
   * @param host where others reach it
   * @param events told what happens, on any thread, also that of the network: must not block
   * @param died told when a thread without which the node is none has died
   * @throws RuntimeException it cannot start; the message says why
   */
  public static Node start(
      NodeConfig config, InetAddress host, Consumer<EdnMap> events, UncaughtExceptionHandler died) {
    return new Node(config, host, events, died);
  }

  private LoopWatch startLoops(UncaughtExceptionHandler died) {
    List<LoopThread> threads = new ArrayList<>();
    for (int i = 0; i < actors.loops(); i++) {
      LoopThread thread = LoopThread.of(actors.loop(i), died);
      running.push(thread);
      threads.add(thread);
    }
    LoopWatch watch = new LoopWatch(threads, System::nanoTime, Logger::warn);
    watch.start(ports.timers());
    return watch;
  }

  private void startNetwork(NodeConfig config, Outgoing network) {
    try {
      Roster roster = new Roster(self, new Life(settings.incarnation(), config.tags()), events);
      Transport transport =
          Transport.open(
              settings,
              clock,
              ports.randomness(),
              this::addressOf,
              new Arrivals(self, actors, events, roster::met));
      running.push(transport);
      network.use(transport, actors::deadLetter);
      InetSocketAddress address = transport.address();
      String host = address.getAddress().getHostAddress();
      Discovery discovery =
          MdnsDiscovery.advertise(
              settings.identity().principal().fleet(), new Peer(self, host, address.getPort()));
      running.push(discovery);
      discovery.onFound(peer -> tell(Events.of("found", peer.node()), peer.host(), peer.port()));
      Gossiping gossip = gossip(transport);
      Supplier<EdnMap> facts = () -> facts(transport, discovery, gossip);
      Leases leases = leases(config.profile());
      Measures measures =
          new Measures(facts, actors, transport, gossip, kept, this::members, leases::measures);
      startParts(facts, gossip, leases, measures::all, config.profile());
      config.metrics().ifPresent(at -> showMetrics(at, measures));
      secure(config.identity(), transport);
      kept.damaged(self).ifPresent(events);
      EdnMap ready = Events.of("ready").with(ShellProtocol.NODE, new Text(self.value()));
      tell(ready, host, address.getPort());
      roster.tell(toParts());
      roster.tell(new TransportMembers(transport));
      roster.announce();
      join(config, roster, transport, discovery, host, address.getPort());
      config.pulse().ifPresent(this::beat);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * The actors that are the node's own parts; a step of theirs that fails leaves them as they were.
   */
  private void startParts(
      Supplier<EdnMap> facts,
      Gossiping gossip,
      Leases leases,
      Supplier<EdnMap> measures,
      TimingProfile profile) {
    Drivers drivers = Drivers.standard(around);
    SystemCompiler compiler = new SystemCompiler(drivers);
    Host host = new Host(self, drivers::create, compiler, kept.isAny(), gossip::spare);
    actors.start(kept.keeping(ActorSpec.part(Protocol.host(self), host)));
    actors.start(kept.keeping(ActorSpec.part(Protocol.homes(self), leases)));
    Documents documents = new Documents(self, compiler, profile.settleMs(), true);
    actors.start(kept.keeping(ActorSpec.part(Protocol.documents(self), documents)));
    start(ShellProtocol.inspector(self), new Inspector(self, facts));
    start(ShellProtocol.snapshots(self), new Snapshots(self));
    start(ShellProtocol.gate(self), new Gate(self));
    start(Protocol.headroom(self), new Headrooms(gossip::known));
    start(ShellProtocol.metrics(self), new MetricsPart(measures));
  }

  private Leases leases(TimingProfile profile) {
    return new Leases(
        self, kept.incarnation(), LeaseTiming.with(profile), ports.clock()::monotonicMs);
  }

  private void showMetrics(InetSocketAddress at, Measures measures) {
    HttpLimits.apply();
    MetricsPort port = MetricsPort.open(at, measures::all);
    running.push(port);
    EdnMap event = Events.of("metrics").with(ShellProtocol.NODE, new Text(self.value()));
    tell(event, port.address().getAddress().getHostAddress(), port.address().getPort());
  }

  private void beat(Path file) {
    IntSupplier count = () -> members().map(Members::size).orElse(1);
    new Pulse(file, self, actors::afterAllLoops, count, clock::read)
        .start(ports.timers(), ports.workers());
  }

  private Optional<Members> members() {
    return membership.get().map(Membership::members);
  }

  private Gossiping gossip(Transport transport) {
    CpuTime cpu = CpuTime.of(CpuTime.LINUX);
    int cores = Runtime.getRuntime().availableProcessors();
    Gossiping gossip =
        new Gossiping(
            new HeadroomGossip(self, settings.incarnation()),
            new HeadroomMeter(actors, ports.clock(), cpu, cores),
            cpu,
            ports.clock(),
            ports.randomness(),
            transport.gossip(),
            this::addressOf,
            this::members);
    running.push(gossip);
    gossip.start(ports.timers());
    return gossip;
  }

  private void secure(Path identity, Transport transport) {
    IdentityWatch watch = new IdentityWatch(identity, transport::reload);
    start(
        ShellProtocol.security(self), new SecurityDesk(self, transport.security(), watch::reload));
    watch.start(ports.timers());
  }

  private void start(Address address, Behaviour<?> part) {
    actors.start(ActorSpec.part(address, part));
  }

  private void join(
      NodeConfig config,
      Roster roster,
      Transport transport,
      Discovery discovery,
      String host,
      int port) {
    Member member = new Member(self, settings.incarnation(), host, port, Tags.toMap(config.tags()));
    Membership joined =
        ScaleCubeMembership.start(
            member,
            config.profile(),
            transport.membership(),
            discovery,
            clock,
            ports.timers(),
            roster::accept);
    membership.set(Optional.of(joined));
    running.push(() -> leave(joined));
    // Nobody new is introduced while this node says that it goes.
    running.push(discovery);
  }

  private Roster.Listener toParts() {
    return new Roster.Listener() {
      @Override
      public void members(EdnMap list) {
        around.members().accept(list);
        for (Address part :
            List.of(
                Protocol.homes(self),
                Protocol.host(self),
                Protocol.documents(self),
                ShellProtocol.gate(self))) {
          actors.deliver(
              Envelope.message(
                  Address.of("sys", self.value()),
                  part,
                  new MessageId(self, settings.incarnation(), -sequence.incrementAndGet()),
                  Protocol.MEMBERS,
                  list,
                  clock.wallMs(),
                  ports.randomness().nextLong()));
        }
      }

      @Override
      public void up(NodeId node, long incarnation) {
        actors.nodeUp(node, incarnation);
      }

      @Override
      public void down(NodeId node, long incarnation, Keyword reason) {
        actors.nodeDown(node, incarnation, reason);
      }
    };
  }

  private Optional<InetSocketAddress> addressOf(NodeId node) {
    return membership
        .get()
        .flatMap(m -> m.members().find(node))
        .map(m -> Settings.literal(m.host(), m.port()));
  }

  private void tell(EdnMap event, String host, int port) {
    events.accept(
        event.with(Keyword.of("host"), new Text(host)).with(Keyword.of("tcp"), Int.of(port)));
  }

  private EdnMap facts(Transport transport, Discovery discovery, Gossiping gossip) {
    EdnMap counters = actors.counters();
    EdnMap facts =
        EdnMap.of(
            ShellProtocol.NODE,
            new Text(self.value()),
            ShellProtocol.STATUS,
            Keyword.of("up"),
            Keyword.of("host"),
            new Text(transport.address().getAddress().getHostAddress()),
            Keyword.of("port"),
            Int.of(transport.address().getPort()),
            Keyword.of("actors"),
            counters.get(Keyword.of("actors"), Int.of(0)),
            Keyword.of("handled"),
            counters.get(Keyword.of("handled"), Int.of(0)));
    facts =
        ProcessFacts.withResidentBytes(facts)
            .with(Keyword.of("incarnation"), Int.of(settings.incarnation()))
            .with(Keyword.of("counters"), counters)
            .with(Keyword.of("loops"), loops.counters())
            .with(Keyword.of("workers"), ports.workers().counters())
            .with(Keyword.of("transport"), transport.counters())
            .with(Keyword.of("security"), transport.security().facts())
            .with(Keyword.of("discovery"), discovery.counters())
            .with(Keyword.of("headroom"), gossip.counters());
    for (Membership joined : membership.get().stream().toList()) {
      facts = facts.with(Keyword.of("membership"), joined.counters());
      EdnMap tags = joined.members().self().tags();
      facts =
          tags.isEmpty()
              ? facts
              : facts.with(Keyword.of("tags"), EdnVector.of(List.copyOf(tags.keys())));
    }
    for (EdnMap store : kept.facts().stream().toList()) {
      facts = facts.with(Keyword.of("store"), store);
    }
    return facts;
  }

  private static void leave(Membership joined) throws Exception {
    try {
      joined.leave().toCompletableFuture().get(LEAVE_WITHIN_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      joined.close();
    }
  }

  /** Stops everything in reverse; again has no effect. */
  @Override
  public void close() {
    List<AutoCloseable> parts = new ArrayList<>();
    synchronized (running) {
      parts.addAll(running);
      running.clear();
    }
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        Logger.warn(e, "a part of node {} did not close", self);
      }
    }
  }
}
