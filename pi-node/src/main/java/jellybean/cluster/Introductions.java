package jellybean.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jellybean.message.NodeId;

/**
 * Whom to introduce this node to: those who were found or were members once, and are not members
 * now. So a fleet forms at the first sight of a peer, and the parts of a split fleet meet again
 * even where nothing is found by multicast any more.
 *
 * <p>Each is tried again after twice the time, up to {@link #MAX_BACKOFF_ROUNDS} rounds, for as
 * long as it is known. Once it has answered it is asked once more, {@link #CONFIRM_ROUNDS} rounds
 * later: of two nodes that start together, what the one had not yet heard when it answered the
 * other. Not thread safe.
 */
public final class Introductions {
  /**
   * At most that many introductions per round: one is enough to learn of everybody and to be made
   * known to everybody, a second one is for luck. More, from all boards of a room that is switched
   * on at once, would grow with the square of their number.
   */
  public static final int MAX_PER_ROUND = 2;

  /** Between two attempts with one peer at most that many rounds pass. */
  public static final int MAX_BACKOFF_ROUNDS = 32;

  /** Lost members remembered; of more, the longest lost is forgotten. */
  public static final int MAX_LOST = Members.MAX_MEMBERS;

  /** How many rounds after a success it is repeated. */
  static final int CONFIRM_ROUNDS = 2;

  /** The pause before the fourth attempt and every later one: two were in vain. */
  private static final int HARD_BACKOFF_ROUNDS = 8;

  private final Map<NodeId, Peer> lost = new LinkedHashMap<>();
  private final Map<NodeId, Attempt> attempts = new HashMap<>();
  private final Map<NodeId, Confirmation> confirmations = new LinkedHashMap<>();
  private long round;
  private int left = MAX_PER_ROUND;

  /** A member went: one that left by itself is forgotten, a lost one is looked for. */
  public void down(Member member, MemberEvent.Reason reason) {
    lost.remove(member.node());
    if (reason != MemberEvent.Reason.UNREACHABLE) {
      return;
    }
    if (lost.size() >= MAX_LOST) {
      lost.remove(lost.keySet().iterator().next());
    }
    lost.put(member.node(), new Peer(member.node(), member.host(), member.port()));
  }

  /** A member came: nobody to look for. */
  public void up(Member member) {
    lost.remove(member.node());
    if (attempts.remove(member.node()) != null && confirmations.size() < MAX_LOST) {
      Peer peer = new Peer(member.node(), member.host(), member.port());
      confirmations.put(member.node(), new Confirmation(peer, round + CONFIRM_ROUNDS));
    }
  }

  /** A peer was found just now: its turn is next, however often it failed. */
  public void found(Peer peer) {
    attempts.remove(peer.node());
  }

  /** Another {@link #MAX_PER_ROUND} may be made. */
  public void beginRound() {
    round++;
    left = MAX_PER_ROUND;
  }

  /**
   * Whether several attempts with a peer have failed: it may be that it does not understand this
   * node, because keys were changed while one of them was away.
   */
  public boolean isHardToReach(Peer peer) {
    return attemptOf(peer).backoffRounds() >= HARD_BACKOFF_ROUNDS;
  }

  /** Whom to introduce this node to now, within what is left of the round. */
  public List<Peer> next(Collection<Peer> found, Members members) {
    Map<NodeId, Peer> known = new LinkedHashMap<>(lost);
    found.forEach(peer -> known.put(peer.node(), peer));
    known.keySet().removeIf(node -> members.find(node).isPresent());
    attempts.keySet().retainAll(known.keySet());
    List<Peer> due = confirmationsDue(members);
    known.values().stream()
        .filter(peer -> attemptOf(peer).nextRound() <= round)
        .sorted(Comparator.comparingLong(peer -> attemptOf(peer).nextRound()))
        .limit(left)
        .forEach(due::add);
    due.stream().filter(peer -> known.containsKey(peer.node())).forEach(this::tried);
    return due;
  }

  private Attempt attemptOf(Peer peer) {
    return attempts.getOrDefault(peer.node(), Attempt.NONE);
  }

  private void tried(Peer peer) {
    left--;
    int backoff = attemptOf(peer).backoffRounds();
    attempts.put(
        peer.node(), new Attempt(round + backoff, Math.min(MAX_BACKOFF_ROUNDS, backoff * 2)));
  }

  private List<Peer> confirmationsDue(Members members) {
    List<Peer> due = new ArrayList<>();
    confirmations.values().removeIf(each -> members.find(each.peer().node()).isEmpty());
    for (Confirmation confirmation : List.copyOf(confirmations.values())) {
      if (left > 0 && confirmation.atRound() <= round) {
        left--;
        confirmations.remove(confirmation.peer().node());
        due.add(confirmation.peer());
      }
    }
    return due;
  }

  private record Confirmation(Peer peer, long atRound) {}

  private record Attempt(long nextRound, int backoffRounds) {
    /** Of one that was never tried: it goes first. */
    static final Attempt NONE = new Attempt(0, 1);
  }
}
