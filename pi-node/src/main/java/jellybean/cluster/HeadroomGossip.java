package jellybean.cluster;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import jellybean.port.Randomness;

/**
 * Tells the members of each other's headroom, in messages that may be lost.
 *
 * <p>In each round a node sends to {@value #FANOUT} random members what it says of itself, what it
 * heard lately, each thing in at most {@value #MAX_REPEATS} messages, and {@value #REPAIRS} things
 * that it heard longer ago, so that who missed them gets them after all. Whoever has nothing new to
 * say is silent about itself until {@link #refreshMs}, and what was not heard again for {@value
 * #EXPIRES_AFTER_REFRESHES} times as long is forgotten. So a node sends at most {@value #FANOUT}
 * times {@value #MAX_MESSAGE_BYTES} bytes in a round, however many members there are; of more of
 * them the news are older.
 *
 * <p>No clock, no thread, no socket; not thread safe.
 */
public final class HeadroomGossip {
  /** Between two rounds. */
  public static final long ROUND_MS = 1_000;

  /** Members that are told in a round. */
  public static final int FANOUT = 2;

  /** A message fits a datagram. */
  public static final int MAX_MESSAGE_BYTES = 1_000;

  /** Fewer than one member in a thousand misses what is passed on in so many messages. */
  static final int MAX_REPEATS = 8;

  static final int REPAIRS = 2;

  /** What a node has left must differ by so much, in thousandths of a core, to be news. */
  static final int NEWS_PERMILLE = 125;

  /** In a large fleet a node says less often what it has left, so that all of it finds room. */
  static final long NEWS_MS_PER_MEMBER = 50;

  /** What has not changed is said again after that time, so that it is not forgotten … */
  static final long MIN_REFRESH_MS = 10_000;

  /** … in a large fleet later, lest what has not changed take the room of what has. */
  static final long REFRESH_MS_PER_MEMBER = 400;

  static final int EXPIRES_AFTER_REFRESHES = 3;

  private static final Comparator<Heard> LEAST_SENT_FIRST =
      Comparator.<Heard>comparingInt(heard -> heard.sent)
          .thenComparing(Comparator.<Heard>comparingLong(heard -> heard.atMs).reversed());

  private final NodeId self;
  private final long life;
  private final Map<NodeId, Heard> all = new HashMap<>();
  private final HeadroomCounters counters = new HeadroomCounters();
  private long number;
  private int repaired;

  /** Something to send. */
  public record Message(NodeId to, byte[] bytes) {}

  private static final class Heard {
    final HeadroomEntry entry;
    final byte[] printed;
    final long atMs;
    int sent;

    Heard(HeadroomEntry entry, long atMs) {
      this.entry = entry;
      this.printed = entry.toBytes();
      this.atMs = atMs;
    }
  }

  public HeadroomGossip(NodeId self, long incarnation) {
    this.self = self;
    this.life = HeadroomEntry.life(incarnation);
  }

  /** After that time, at the latest, a node says again what it has left. */
  static long refreshMs(int members) {
    return Math.max(MIN_REFRESH_MS, members * REFRESH_MS_PER_MEMBER);
  }

  /**
   * A round begins.
   *
   * @param own what this node has left
   * @param members the live ones with their incarnations, with or without this node
   * @return what to send now
   */
  public List<Message> round(
      Headroom own, SortedMap<NodeId, Long> members, long nowMs, Randomness random) {
    forget(members, nowMs - EXPIRES_AFTER_REFRESHES * refreshMs(members.size()));
    say(own, nowMs, members.size());
    List<Heard> news = news();
    List<Message> messages = new ArrayList<>();
    for (NodeId to : choose(members, random)) {
      byte[] bytes = message(news);
      counters.sent(bytes.length);
      messages.add(new Message(to, bytes));
    }
    return messages;
  }

  private void forget(SortedMap<NodeId, Long> members, long beforeMs) {
    all.values()
        .removeIf(
            heard -> {
              HeadroomEntry entry = heard.entry;
              if (entry.node().equals(self)) {
                return false;
              }
              boolean isMember = isLife(entry, members);
              boolean isOld = isMember && heard.atMs < beforeMs;
              counters.expired(isOld ? 1 : 0);
              return !isMember || isOld;
            });
  }

  private static boolean isLife(HeadroomEntry entry, SortedMap<NodeId, Long> members) {
    Long incarnation = members.get(entry.node());
    return incarnation != null && HeadroomEntry.life(incarnation) == entry.life();
  }

  private void say(Headroom own, long nowMs, int members) {
    Heard said = all.get(self);
    if (said == null || isNews(said, own, nowMs - said.atMs, members)) {
      all.put(self, new Heard(new HeadroomEntry(self, life, ++number, own), nowMs));
    }
  }

  private static boolean isNews(Heard said, Headroom own, long ageMs, int members) {
    int difference = Math.abs(said.entry.headroom().spare() - own.spare());
    return ageMs >= refreshMs(members)
        || difference >= NEWS_PERMILLE && ageMs >= members * NEWS_MS_PER_MEMBER;
  }

  /** Different members, drawn by chance. */
  private List<NodeId> choose(SortedMap<NodeId, Long> members, Randomness random) {
    List<NodeId> others = new ArrayList<>(members.keySet());
    others.remove(self);
    List<NodeId> chosen = new ArrayList<>();
    while (chosen.size() < FANOUT && !others.isEmpty()) {
      int at = (int) Long.remainderUnsigned(random.nextLong(), others.size());
      chosen.add(others.set(at, others.getLast()));
      others.removeLast();
    }
    return chosen;
  }

  /** What is to be passed on, what was passed on least first. */
  private List<Heard> news() {
    List<Heard> news = new ArrayList<>(all.values());
    news.removeIf(heard -> heard.sent >= MAX_REPEATS);
    news.sort(LEAST_SENT_FIRST);
    return news;
  }

  /** As many news as find room, and some older things. */
  private byte[] message(List<Heard> news) {
    ByteArrayOutputStream message = new ByteArrayOutputStream(MAX_MESSAGE_BYTES);
    message.write('[');
    for (Heard heard : news) {
      if (heard.sent < MAX_REPEATS && write(message, heard)) {
        heard.sent++;
      }
    }
    List<Heard> others = new ArrayList<>(all.values());
    others.removeAll(news);
    for (int i = 0; i < Math.min(REPAIRS, others.size()); i++) {
      write(message, others.get(Math.floorMod(repaired++, others.size())));
    }
    message.write(']');
    return message.toByteArray();
  }

  private static boolean write(ByteArrayOutputStream message, Heard heard) {
    boolean hasRoom = message.size() + heard.printed.length + 2 <= MAX_MESSAGE_BYTES;
    if (hasRoom) {
      message.writeBytes(heard.printed);
      message.write(' ');
    }
    return hasRoom;
  }

  /**
   * A message came.
   *
   * @param members the live ones with their incarnations; of others nothing is remembered
   */
  public void received(byte[] message, SortedMap<NodeId, Long> members, long nowMs) {
    counters.received(message.length);
    List<HeadroomEntry> entries = HeadroomEntry.read(message).orElse(List.of());
    if (entries.isEmpty()) {
      counters.malformed();
    }
    for (HeadroomEntry entry : entries) {
      if (!entry.node().equals(self)) {
        heard(entry, members, nowMs);
      }
    }
  }

  private void heard(HeadroomEntry entry, SortedMap<NodeId, Long> members, long nowMs) {
    if (!isLife(entry, members)) {
      counters.unknown();
      return;
    }
    Heard known = all.get(entry.node());
    if (known == null || entry.isNewerThan(known.entry)) {
      all.put(entry.node(), new Heard(entry, nowMs));
      counters.news();
    }
  }

  /** What is known of every member, this node included. */
  public SortedMap<NodeId, Headroom> known() {
    TreeMap<NodeId, Headroom> known = new TreeMap<>();
    all.forEach((node, heard) -> known.put(node, heard.entry.headroom()));
    return known;
  }

  /** Messages, bytes and what became of them, since the start. */
  public EdnMap counters() {
    return counters.toValue().with(Keyword.of("known"), Int.of(all.size()));
  }
}
