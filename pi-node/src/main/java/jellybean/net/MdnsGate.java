package jellybean.net;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Decides which packets of the segment JmDNS gets to see, which remembers all that it is told and
 * has no bound: what speaks of other services only is none of this node's business, and of the rest
 * there may be so much in a second, and less from one address, so that one machine that talks
 * without end does not drown the others. One thread asks; any may look at the count.
 */
final class MdnsGate {
  /** Addresses whose talk is measured; of more, the one longest unheard begins anew. */
  static final int MAX_SOURCES = 256;

  /**
   * How much may come, in records and questions; of bytes, {@value #BYTES_PER_RECORD} count as one.
   *
   * @param burst at once
   * @param perSecond in the long run
   */
  record Allowance(int burst, int perSecond) {}

  /**
   * @param all of everybody: a room of boards that all say what they are
   * @param each of one address; all processes of this machine share theirs and may have all
   */
  record Limits(Allowance all, Allowance each) {
    static final Limits STANDARD = new Limits(new Allowance(2_000, 200), new Allowance(250, 50));
  }

  static final int BYTES_PER_RECORD = 64;

  private static final int HEADER_BYTES = 12;
  private static final int FLAGS_AT = 2;
  private static final int COUNTS_AT = 4;
  private static final int RESPONSE = 0x80;
  private static final long MS_PER_S = 1_000;

  private static final byte[] OURS = label("_jellybean");
  private static final byte[] TCP = label("_tcp");
  private static final byte[] UDP = label("_udp");

  /** Whoever asks for all services asks for ours, too. */
  private static final byte[] ALL_SERVICES = label("_services");

  private final Limits limits;
  private final LongSupplier nowMs;
  private final Budget all;
  private final MdnsEchoes own;
  private final Map<InetAddress, Budget> sources = new LinkedHashMap<>(16, 0.75f, true);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong echoes = new AtomicLong();
  private final AtomicLong farewells = new AtomicLong();

  /**
   * @param own what nobody else can say
   */
  MdnsGate(Limits limits, LongSupplier nowMs, MdnsEchoes own) {
    this.limits = limits;
    this.own = own;
    this.nowMs = nowMs;
    all = new Budget(limits.all());
  }

  /** What is left of an allowance. */
  private final class Budget {
    private final Allowance allowance;
    // In thousandths, so that no part of a millisecond's share is lost.
    private long credit;
    private long creditedAtMs = nowMs.getAsLong();

    Budget(Allowance allowance) {
      this.allowance = allowance;
      credit = allowance.burst() * MS_PER_S;
    }

    boolean allows(int records) {
      long now = nowMs.getAsLong();
      long earned = (now - creditedAtMs) * allowance.perSecond();
      credit = Math.min(allowance.burst() * MS_PER_S, credit + earned);
      creditedAtMs = now;
      return records * MS_PER_S <= credit;
    }

    void take(int records) {
      credit -= records * MS_PER_S;
    }
  }

  /** As a length and letters, the way a name stands in a packet. */
  private static byte[] label(String text) {
    byte[] letters = text.getBytes(StandardCharsets.US_ASCII);
    byte[] label = new byte[letters.length + 1];
    label[0] = (byte) letters.length;
    System.arraycopy(letters, 0, label, 1, letters.length);
    return label;
  }

  /** Packets that were our business and too many. */
  long dropped() {
    return dropped.get();
  }

  /** Records about this node that came from elsewhere, or back. */
  long echoes() {
    return echoes.get();
  }

  /** How often it was said that this node is gone. */
  long farewells() {
    return farewells.get();
  }

  /**
   * Whether to let through a packet, which fills {@code data} up to {@code length}; what it says
   * about this node is made illegible.
   */
  boolean admits(InetAddress from, byte[] data, int length) {
    if (length < HEADER_BYTES || !concernsUs(data, length)) {
      return false;
    }
    int records = Math.max(records(data), length / BYTES_PER_RECORD);
    Budget source = from.isLoopbackAddress() ? all : budgetOf(from);
    if (!source.allows(records) || !all.allows(records)) {
      dropped.incrementAndGet();
      return false;
    }
    all.take(records);
    if (source != all) {
      source.take(records);
    }
    MdnsEchoes.Heard heard = own.blot(data, length);
    echoes.addAndGet(heard.records());
    if (heard.isFarewell()) {
      farewells.incrementAndGet();
    }
    return true;
  }

  private Budget budgetOf(InetAddress from) {
    Budget known = sources.get(from);
    if (known != null) {
      return known;
    }
    if (sources.size() >= MAX_SOURCES) {
      sources.remove(sources.keySet().iterator().next());
    }
    Budget fresh = new Budget(limits.each());
    sources.put(from, fresh);
    return fresh;
  }

  /** Questions, and records of all three sections. */
  private static int records(byte[] data) {
    int records = 0;
    for (int at = COUNTS_AT; at < HEADER_BYTES; at += 2) {
      records += (data[at] & 0xff) << 8 | data[at + 1] & 0xff;
    }
    return records;
  }

  private static boolean concernsUs(byte[] data, int length) {
    boolean isQuery = (data[FLAGS_AT] & RESPONSE) == 0;
    boolean ofServices = false;
    for (int at = HEADER_BYTES; at + 1 < length; at++) {
      if (data[at + 1] == '_') {
        if (isAt(OURS, data, at, length) || isQuery && isAt(ALL_SERVICES, data, at, length)) {
          return true;
        }
        ofServices |= isAt(TCP, data, at, length) || isAt(UDP, data, at, length);
      }
    }
    // What names no service at all is about hosts, of which ours may be one.
    return !ofServices;
  }

  private static boolean isAt(byte[] label, byte[] data, int at, int length) {
    if (at + label.length > length) {
      return false;
    }
    for (int i = 0; i < label.length; i++) {
      if (Character.toLowerCase(data[at + i]) != label[i]) {
        return false;
      }
    }
    return true;
  }
}
