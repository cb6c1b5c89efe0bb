package jellybean.net;

import java.security.cert.X509Certificate;
import java.util.List;
import jellybean.cluster.FleetTime;
import jellybean.message.NodeId;
import jellybean.port.Clock;

/** A clock that knows by its node's certificate what time it cannot be; see {@link FleetTime}. */
public final class SaneClock implements Clock {
  private final Clock system;
  private final FleetTime time;
  private final Object lock = new Object();

  private SaneClock(Clock system, Identity identity) {
    this.system = system;
    this.time = new FleetTime(bounds(identity.chain()));
  }

  /** Makes a clock sane by an identity's certificate; one that is stays as it is. */
  public static SaneClock of(Clock clock, Identity identity) {
    return clock instanceof SaneClock sane ? sane : new SaneClock(clock, identity);
  }

  private static FleetTime.Bounds bounds(List<X509Certificate> chain) {
    X509Certificate own = chain.getFirst();
    return new FleetTime.Bounds(own.getNotBefore().getTime(), own.getNotAfter().getTime());
  }

  /** The node has another certificate. */
  void rebound(Identity identity) {
    synchronized (lock) {
      time.rebound(bounds(identity.chain()));
    }
  }

  /** What time it is, and how that is known. */
  public FleetTime.Reading read() {
    synchronized (lock) {
      return time.read(system.wallMs(), system.monotonicMs());
    }
  }

  /** A peer says what time it is; whether that can be. */
  boolean heard(NodeId peer, long timeMs) {
    synchronized (lock) {
      return time.heard(peer, timeMs, system.monotonicMs());
    }
  }

  @Override
  public long monotonicMs() {
    return system.monotonicMs();
  }

  @Override
  public long monotonicNs() {
    return system.monotonicNs();
  }

  /** The system's own if nothing better is known. */
  @Override
  public long wallMs() {
    FleetTime.Reading now = read();
    return now.isSure() ? now.timeMs() : system.wallMs();
  }
}
