package jellybean.system;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.cluster.majority.Elector;
import jellybean.cluster.majority.Majority;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/**
 * What a node knows of the homes and leases of systems that run only in the majority.
 *
 * @param majority the protocol; empty until the first message of this life
 * @param kept what an earlier life knew, until {@code majority} is made of it
 * @param members incarnations of the live members
 * @param voters those that have said who votes on them
 * @param systems by name
 * @param ended until when a lease may last that was granted for a system that is gone, by name
 * @param told which voters the documents know
 * @param alarm the present one; earlier ones that ring are not heeded
 * @param alarmMs when it rings
 * @param pausedMs how long systems stood still here, in pauses that are over
 */
record LeasesState(
    Optional<Majority> majority,
    Value kept,
    SortedMap<NodeId, Long> members,
    SortedMap<NodeId, Voter> voters,
    SortedMap<String, Leased> systems,
    SortedMap<String, Long> ended,
    SortedMap<NodeId, Voter> told,
    long alarm,
    long alarmMs,
    long pausedMs) {

  /**
   * Why nothing of a system may run here.
   *
   * @param why in the words of the shell; empty if it may run
   * @param sinceMs since when something of it stands still here; empty if nothing of it is here
   */
  record Pause(String why, Optional<Long> sinceMs) {
    static final Pause NONE = new Pause("", Optional.empty());

    boolean isAny() {
      return !why.isEmpty();
    }
  }

  /**
   * A system.
   *
   * @param genesis where it begins
   * @param isGone whether it was taken away, and the host has yet to end what is left of it
   * @param epoch under whom the host has it
   * @param hosts whether the host has bodies of it
   * @param untilMs until when they may run
   * @param since of which tenure of this node the documents know
   * @param roll who may run bodies of it, beside this node, if it is the home
   * @param leaving who may do so no more, and may not have stopped yet
   * @param number of the roll that the host waits to hear of; 0 if it does not
   */
  record Leased(
      Genesis genesis,
      boolean isGone,
      Optional<Stamp> epoch,
      boolean hosts,
      long untilMs,
      Optional<Stamp> since,
      SortedSet<NodeId> roll,
      SortedSet<NodeId> leaving,
      long number,
      Pause pause) {
    Leased {
      roll = Collections.unmodifiableSortedSet(new TreeSet<>(roll));
      leaving = Collections.unmodifiableSortedSet(new TreeSet<>(leaving));
    }

    static Leased of(Genesis genesis) {
      return new Leased(
          genesis,
          false,
          Optional.empty(),
          false,
          0,
          Optional.empty(),
          new TreeSet<>(),
          new TreeSet<>(),
          0,
          Pause.NONE);
    }

    Leased gone() {
      return new Leased(
          genesis, true, epoch, hosts, untilMs, since, roll, leaving, number, Pause.NONE);
    }

    Leased hosting(Stamp now, boolean any) {
      return new Leased(
          genesis, isGone, Optional.of(now), any, untilMs, since, roll, leaving, number, pause);
    }

    Leased until(long ms, Pause why) {
      return new Leased(genesis, isGone, epoch, hosts, ms, since, roll, leaving, number, why);
    }

    /** A tenure of this node begins, or ends, without anybody on its roll. */
    Leased homeSince(Optional<Stamp> tenure) {
      return new Leased(
          genesis,
          isGone,
          epoch,
          hosts,
          untilMs,
          tenure,
          new TreeSet<>(),
          new TreeSet<>(),
          0,
          pause);
    }

    Leased admitting(SortedSet<NodeId> now, long asked) {
      TreeSet<NodeId> left = new TreeSet<>(roll);
      left.addAll(leaving);
      left.removeAll(now);
      return new Leased(genesis, isGone, epoch, hosts, untilMs, since, now, left, asked, pause);
    }

    Leased cleared() {
      return new Leased(
          genesis, isGone, epoch, hosts, untilMs, since, roll, new TreeSet<>(), 0, pause);
    }
  }

  LeasesState {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    voters = Collections.unmodifiableSortedMap(new TreeMap<>(voters));
    systems = Collections.unmodifiableSortedMap(new TreeMap<>(systems));
    ended = Collections.unmodifiableSortedMap(new TreeMap<>(ended));
    told = Collections.unmodifiableSortedMap(new TreeMap<>(told));
  }

  static LeasesState of(Value kept) {
    return new LeasesState(
        Optional.empty(),
        kept,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        0,
        Long.MAX_VALUE,
        0);
  }

  /** Of how many systems something stands still here. */
  long paused() {
    return systems.values().stream().filter(s -> s.pause().sinceMs().isPresent()).count();
  }

  /** How long those pauses have lasted that are over when {@code next} is so. */
  long overMs(SortedMap<String, Leased> next, long nowMs) {
    long overMs = 0;
    for (var each : systems.entrySet()) {
      Optional<Long> sinceMs = each.getValue().pause().sinceMs();
      Leased now = next.get(each.getKey());
      if (sinceMs.isPresent() && (now == null || !now.pause().sinceMs().equals(sinceMs))) {
        overMs += nowMs - sinceMs.get();
      }
    }
    return overMs;
  }

  /** How long systems have stood still here, each on its own. */
  long pausedMs(long nowMs) {
    return pausedMs + overMs(new TreeMap<>(), nowMs);
  }

  /** Those of the live members that are known. */
  List<Elector> electors() {
    return Voters.electors(Voters.live(members, voters));
  }
}
