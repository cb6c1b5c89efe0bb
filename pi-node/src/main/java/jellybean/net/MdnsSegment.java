package jellybean.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import org.tinylog.Logger;

/**
 * Multicast DNS on one interface: makes this node known there, and its peers to it. Where JmDNS
 * cannot go on, a new one takes its place.
 */
final class MdnsSegment implements AutoCloseable {
  /** As {@code avahi-browse} shows it. */
  static final String TYPE = "_jellybean._tcp.local.";

  private static final long NANOS_PER_MS = 1_000_000;

  /**
   * What a stranger may have this node remember, and do.
   *
   * @param gate of what is heard
   * @param maxRecords may be remembered; of more, all are forgotten
   * @param pauseMs how long to hear nothing then: whoever made it so many goes on for a while
   */
  record Limits(MdnsGate.Limits gate, int maxRecords, long pauseMs) {
    static final Limits STANDARD = new Limits(MdnsGate.Limits.STANDARD, 2_000, 10_000);
  }

  /**
   * What to make known.
   *
   * @param address of this node, wherever it has it, with the name to go by there
   * @param service made anew for each JmDNS; none to look only
   */
  record Said(InetAddress address, Supplier<Optional<ServiceInfo>> service) {}

  private final Limits limits;
  private final MdnsGate gate;
  private final String where;
  private final Said said;
  private final MdnsPeers peers;
  private final AtomicReference<Optional<JmDNS>> mdns = new AtomicReference<>(Optional.empty());
  private final AtomicBoolean startsOver = new AtomicBoolean();
  private final AtomicLong restarts = new AtomicLong();
  private final AtomicLong unsent = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);

  private MdnsSegment(Limits limits, String where, Said said, MdnsPeers peers) {
    this.limits = limits;
    this.gate =
        new MdnsGate(
            limits.gate(),
            () -> System.nanoTime() / NANOS_PER_MS,
            said.service()
                .get()
                .map(own -> MdnsEchoes.of(own.getQualifiedName(), said.address().getHostName()))
                .orElse(MdnsEchoes.NONE));
    this.where = where;
    this.said = said;
    this.peers = peers;
  }

  /**
   * Begins to listen and to speak. Returns at once.
   *
   * @param where name of the interface
   * @throws MdnsException if it cannot be used
   */
  static MdnsSegment open(Limits limits, String where, Said said, MdnsPeers peers) {
    MdnsSegment segment = new MdnsSegment(limits, where, said, peers);
    segment.open();
    return segment;
  }

  private void open() {
    MdnsTasks.install();
    try {
      NetworkInterface there = NetworkInterface.getByName(where);
      if (there == null) {
        throw new MdnsException("no multicast DNS on " + where + ": there is no such interface");
      }
      JmDNS opened =
          new GatedMdns(said.address(), there, gate, limits.maxRecords(), new WhatHappens());
      mdns.set(Optional.of(opened));
      opened.addServiceListener(TYPE, new Interest());
      Optional<ServiceInfo> made = said.service().get();
      if (made.isPresent()) {
        opened.registerService(made.get());
      }
    } catch (IOException e) {
      closeMdns();
      throw new MdnsException("no multicast DNS on " + where + ": " + e.getMessage(), e);
    }
  }

  MdnsPeers peers() {
    return peers;
  }

  EdnMap counters() {
    return peers
        .counters()
        .with(Keyword.of("packets-dropped"), Int.of(gate.dropped()))
        .with(Keyword.of("echoes"), Int.of(gate.echoes()))
        .with(Keyword.of("farewells"), Int.of(gate.farewells()))
        .with(Keyword.of("unsent"), Int.of(unsent.get()))
        .with(Keyword.of("restarts"), Int.of(restarts.get()));
  }

  private final class WhatHappens implements GatedMdns.Events {
    @Override
    public void overflow() {
      startOver("expected at most " + limits.maxRecords() + " records there, found more");
    }

    @Override
    public void broken() {
      startOver("its socket failed");
    }

    @Override
    public void unsent(IOException why) {
      unsent.incrementAndGet();
      Logger.debug("multicast DNS could not speak on {}: {}", where, why.getMessage());
    }

    @Override
    public void resolved(MdnsRecords.Instance instance) {
      peers.resolved(instance.name(), instance.text(), instance.hosts(), instance.port());
    }

    @Override
    public void gone(String name) {
      peers.removed(name);
    }
  }

  private void startOver(String why) {
    if (startsOver.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("mdns-restart").start(() -> replace(why));
    }
  }

  private void replace(String why) {
    restarts.incrementAndGet();
    Logger.warn("multicast DNS on {} starts over in {} ms: {}", where, limits.pauseMs(), why);
    closeMdns();
    peers.forget();
    try {
      while (!closed.await(limits.pauseMs(), TimeUnit.MILLISECONDS) && !reopen()) {
        Logger.debug("multicast DNS will try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean reopen() {
    try {
      startsOver.set(false);
      open();
    } catch (MdnsException e) {
      Logger.warn("{}", e.getMessage());
      return false;
    }
    if (closed.getCount() == 0) {
      closeMdns();
    }
    return true;
  }

  /** The farewell takes a moment, which a daemon thread of its own waits for. */
  @Override
  public void close() {
    closed.countDown();
    Thread.ofPlatform().daemon().name("mdns-farewell").start(this::closeMdns);
  }

  private void closeMdns() {
    Optional<JmDNS> open = mdns.getAndSet(Optional.empty());
    try {
      if (open.isPresent()) {
        open.get().close();
      }
    } catch (IOException e) {
      Logger.debug("no farewell by multicast DNS: {}", e.getMessage());
    }
  }

  /** JmDNS resolves what somebody listens for; what it finds is told by {@link GatedMdns}. */
  private static final class Interest implements ServiceListener {
    @Override
    public void serviceAdded(ServiceEvent event) {
      // A name without a place.
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {
      // Told by GatedMdns.
    }

    @Override
    public void serviceResolved(ServiceEvent event) {
      // Told by GatedMdns.
    }
  }
}
