package jellybean.net;

import jellybean.cluster.Backoff;
import jellybean.cluster.TimingProfile;

/**
 * How long to wait for what; all in milliseconds.
 *
 * @param connectMs for an answer to a TCP connection
 * @param handshakeMs from there to the peer's greeting, TLS included
 * @param idleMs without a byte from the peer until the connection counts as dead
 * @param keepAliveMs without a byte to the peer until a sign of life is sent; idleMs allows for two
 *     of them to be lost
 * @param giveUpMs without a connection until what waits for it is undeliverable
 * @param redial delays between attempts
 */
public record Timings(
    long connectMs,
    long handshakeMs,
    long idleMs,
    long keepAliveMs,
    long giveUpMs,
    Backoff redial) {

  /** Processes on one machine, several to a core. */
  public static final Timings DESK =
      new Timings(3_000, 10_000, 10_000, 3_000, 30_000, new Backoff(100, 2_000));

  /** Wired, or one quiet access point. */
  public static final Timings LAN =
      new Timings(3_000, 10_000, 10_000, 3_000, 30_000, new Backoff(200, 5_000));

  /** Boards on a busy channel: power save, roams and retries take seconds. */
  public static final Timings WIFI =
      new Timings(6_000, 20_000, 20_000, 6_000, 30_000, new Backoff(500, 10_000));

  /** Boards in an emulator, several times slower than real ones. */
  public static final Timings EMULATED =
      new Timings(15_000, 60_000, 60_000, 18_000, 90_000, new Backoff(1_000, 20_000));

  /** The timings that go with a {@link TimingProfile}; those of a desk if it is not known. */
  public static Timings of(TimingProfile profile) {
    return switch (profile.name()) {
      case "lan" -> LAN;
      case "wifi" -> WIFI;
      case "emulated" -> EMULATED;
      default -> DESK;
    };
  }
}
