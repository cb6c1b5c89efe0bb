package jellybean.net;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.wire.DenyListException;
import jellybean.wire.RingKey;
import jellybean.wire.RingRotation;
import jellybean.wire.RingRotation.Verdict;
import jellybean.wire.SignedDenyList;

/**
 * Changes of the fleet's security that this member drives, because an operator told it. Owned by
 * the event loop thread.
 */
final class Changes {
  /** How long an answer waits until every live member holds a deny-list. */
  static final long SPREAD_MS = 10_000;

  /** Answers that may wait at the same time. */
  static final int MAX_SPREADS = 16;

  private static final long LOOK_MS = 50;
  private static final Keyword VERSION = Keyword.of("version");
  private static final Keyword MEMBERS = Keyword.of("members");

  /** Calls back on the event loop thread after a while. */
  @FunctionalInterface
  interface Later {
    void call(Runnable task, long delay, TimeUnit unit);
  }

  private record Spread(long version, long deadlineMs, CompletableFuture<EdnMap> answer) {}

  private record Rotation(RingRotation machine, RingKey key, CompletableFuture<EdnMap> answer) {}

  private final Here here;
  private final Guard guard;
  private final Later later;
  private final SecureRandom random = new SecureRandom();
  private final List<Spread> spreads = new ArrayList<>();
  private Optional<Rotation> rotation = Optional.empty();
  private boolean isLooking;

  Changes(Here here, Guard guard, Later later) {
    this.here = here;
    this.guard = guard;
    this.later = later;
  }

  CompletableFuture<EdnMap> deny(Value signed) {
    CompletableFuture<EdnMap> answer = new CompletableFuture<>();
    if (spreads.size() >= MAX_SPREADS) {
      return failed(
          "cannot deny: expected at most " + MAX_SPREADS + " lists on their way at a time");
    }
    try {
      guard.deny(SignedDenyList.of(signed));
    } catch (DenyListException e) {
      return CompletableFuture.failedFuture(
          new FleetSecurityException(String.valueOf(e.getMessage()), e));
    }
    spreads.add(new Spread(guard.deniedVersion(), nowMs() + SPREAD_MS, answer));
    look();
    return answer;
  }

  CompletableFuture<EdnMap> rotateKeys() {
    if (rotation.isPresent()) {
      return failed("cannot rotate keys: a rotation is under way at " + here.self());
    }
    byte[] secret = new byte[RingKey.BYTES];
    random.nextBytes(secret);
    RingKey key = RingKey.of(secret);
    CompletableFuture<EdnMap> answer = new CompletableFuture<>();
    rotation =
        Optional.of(
            new Rotation(new RingRotation(here.self(), guard.ring(), key, nowMs()), key, answer));
    guard.push();
    look();
    return answer;
  }

  private static CompletableFuture<EdnMap> failed(String message) {
    return CompletableFuture.failedFuture(new FleetSecurityException(message));
  }

  private long nowMs() {
    return here.clock().monotonicMs();
  }

  private void look() {
    spreads.removeIf(this::isAnswered);
    rotation.ifPresent(this::turn);
    if (!isLooking && (rotation.isPresent() || !spreads.isEmpty())) {
      isLooking = true;
      later.call(
          () -> {
            isLooking = false;
            look();
          },
          LOOK_MS,
          TimeUnit.MILLISECONDS);
    }
  }

  private boolean isAnswered(Spread spread) {
    Set<NodeId> with = new TreeSet<>(guard.others());
    Set<NodeId> without = new TreeSet<>(with);
    without.removeIf(member -> guard.heldBy(member).denied() >= spread.version());
    if (!without.isEmpty() && nowMs() < spread.deadlineMs()) {
      return false;
    }
    with.removeAll(without);
    with.add(here.self());
    EdnMap answer =
        EdnMap.of(
            VERSION,
            Int.of(spread.version()),
            Keyword.of("denied"),
            Int.of(guard.deniedEntries()),
            MEMBERS,
            names(with));
    spread
        .answer()
        .complete(without.isEmpty() ? answer : answer.with(Keyword.of("without"), names(without)));
    return true;
  }

  private void turn(Rotation turning) {
    Set<NodeId> live = guard.others();
    for (NodeId member : live) {
      turning.machine().holds(member, guard.heldBy(member).ring());
    }
    switch (turning.machine().next(live, nowMs())) {
      case Verdict.Waiting _ -> {}
      case Verdict.Publish publish -> guard.publish(publish.ring());
      case Verdict.Done _ -> {
        rotation = Optional.empty();
        turning.answer().complete(rotated(turning, live));
      }
      case Verdict.Superseded newer ->
          end(turning, "key ring " + newer.by() + " was made meanwhile; that one counts");
      case Verdict.Stuck stuck ->
          end(
              turning,
              "expected every live member to hold key ring "
                  + guard.ring().version()
                  + " within "
                  + RingRotation.ROUND_MS
                  + " ms, but these do not: "
                  + stuck.members().stream().map(NodeId::value).collect(Collectors.joining(", "))
                  + "; the old key stays as well, rotate again later");
    }
  }

  private EdnMap rotated(Rotation done, Set<NodeId> live) {
    Set<NodeId> with = new TreeSet<>(live);
    with.add(here.self());
    return EdnMap.of(
        VERSION,
        Int.of(guard.ring().version().counter()),
        Keyword.of("key"),
        new Text(done.key().toString()),
        MEMBERS,
        names(with));
  }

  private void end(Rotation stopped, String why) {
    rotation = Optional.empty();
    stopped
        .answer()
        .completeExceptionally(new FleetSecurityException("cannot rotate keys: " + why));
  }

  private static EdnVector names(Set<NodeId> nodes) {
    return EdnVector.of(nodes.stream().<Value>map(node -> new Text(node.value())).toList());
  }

  /** Nobody is answered any more. */
  void close() {
    String why = here.self() + " is closing";
    spreads.forEach(s -> s.answer().completeExceptionally(new FleetSecurityException(why)));
    spreads.clear();
    rotation.ifPresent(turning -> end(turning, why));
  }
}
