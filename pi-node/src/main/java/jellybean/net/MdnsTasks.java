package jellybean.net;

import java.net.InetAddress;
import java.util.Timer;
import java.util.TimerTask;
import javax.jmdns.impl.DNSIncoming;
import javax.jmdns.impl.DNSTaskStarter;
import javax.jmdns.impl.JmDNSImpl;
import javax.jmdns.impl.ServiceInfoImpl;
import javax.jmdns.impl.tasks.RecordReaper;
import javax.jmdns.impl.tasks.Responder;
import javax.jmdns.impl.tasks.resolver.ServiceInfoResolver;
import javax.jmdns.impl.tasks.resolver.ServiceResolver;
import javax.jmdns.impl.tasks.resolver.TypeResolver;
import javax.jmdns.impl.tasks.state.Announcer;
import javax.jmdns.impl.tasks.state.Canceler;
import javax.jmdns.impl.tasks.state.Prober;
import javax.jmdns.impl.tasks.state.Renewer;

/**
 * JmDNS's timed work at the pace of RFC 6762, on one daemon thread instead of two.
 *
 * <p>JmDNS probes once a second and waits a second before the first announcement: three nodes
 * started together need over 4 s to see each other. The RFC asks for three probes 250 ms apart
 * after a random wait of up to 250 ms (section 8.1), a first announcement at once, a second one a
 * second later (8.3); and a farewell need not be repeated slower than the probes were (10.1).
 */
final class MdnsTasks implements DNSTaskStarter {
  private static final int PROBE_MS = 250;
  private static final int ANNOUNCE_MS = 1_000;
  private static final int FAREWELL_MS = 100;

  /** How often to see whether too much is remembered, and what else there is to do. */
  private static final int CHECK_MS = 1_000;

  /** Each question is asked three times; further apart than answers take. */
  private static final int QUERY_MS = 250;

  /** Questions asked at once would meet those of boards that start together (section 5.2). */
  private static final int MIN_SOON_MS = 20;

  private static final int MAX_SOON_MS = 120;

  private final JmDNSImpl mdns;
  private final PatientTimer timer;

  private MdnsTasks(JmDNSImpl mdns) {
    this.mdns = mdns;
    this.timer = new PatientTimer("mdns-" + mdns.getName());
  }

  /** Has every JmDNS of this process work like that; there is no other way to say it. */
  static void install() {
    DNSTaskStarter.Factory.setClassDelegate(MdnsTasks::new);
  }

  @Override
  public void startProber() {
    timer.schedule(new Prober(mdns), JmDNSImpl.getRandom().nextInt(PROBE_MS), PROBE_MS);
  }

  @Override
  public void startAnnouncer() {
    timer.schedule(new Announcer(mdns), 0, ANNOUNCE_MS);
  }

  @Override
  public void startCanceler() {
    timer.schedule(new Canceler(mdns), 0, FAREWELL_MS);
  }

  @Override
  public void startRenewer() {
    new Renewer(mdns).start(timer);
  }

  @Override
  public void startReaper() {
    new RecordReaper(mdns).start(timer);
    if (mdns instanceof GatedMdns gated) {
      timer.schedule(task(() -> gated.check(this::askOnce)), CHECK_MS, CHECK_MS);
    }
  }

  private void askOnce() {
    timer.schedule(new ServiceResolver(mdns, MdnsSegment.TYPE), soonMs());
  }

  private static TimerTask task(Runnable run) {
    return new TimerTask() {
      @Override
      public void run() {
        run.run();
      }
    };
  }

  @Override
  public void startServiceInfoResolver(ServiceInfoImpl info) {
    timer.schedule(new ServiceInfoResolver(mdns, info), soonMs(), QUERY_MS);
  }

  @Override
  public void startTypeResolver() {
    timer.schedule(new TypeResolver(mdns), soonMs(), QUERY_MS);
  }

  @Override
  public void startServiceResolver(String type) {
    timer.schedule(new ServiceResolver(mdns, type), soonMs(), QUERY_MS);
  }

  @Override
  public void startResponder(DNSIncoming question, InetAddress address, int port) {
    new Responder(mdns, question, address, port).start(timer);
  }

  private static int soonMs() {
    return JmDNSImpl.getRandom().nextInt(MIN_SOON_MS, MAX_SOON_MS);
  }

  @Override
  public void purgeTimer() {
    timer.purge();
  }

  @Override
  public void purgeStateTimer() {
    timer.purge();
  }

  /** Called first when JmDNS closes, while the farewell still needs the thread. */
  @Override
  public void cancelTimer() {
    timer.purge();
  }

  @Override
  public void cancelStateTimer() {
    timer.cancel();
  }

  /** JmDNS goes on scheduling for a moment after it has cancelled its timer. */
  private static final class PatientTimer extends Timer {
    private boolean cancelled;

    PatientTimer(String name) {
      super(name, true);
    }

    @Override
    public synchronized void cancel() {
      cancelled = true;
      super.cancel();
    }

    @Override
    public synchronized void schedule(TimerTask task, long delayMs) {
      if (!cancelled) {
        super.schedule(task, delayMs);
      }
    }

    @Override
    public synchronized void schedule(TimerTask task, long delayMs, long periodMs) {
      if (!cancelled) {
        super.schedule(task, delayMs, periodMs);
      }
    }
  }
}
