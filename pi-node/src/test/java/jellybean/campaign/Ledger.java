package jellybean.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import jellybean.message.Address;
import jellybean.message.NodeId;

/** Everything that happened and matters for what is promised; only ever added to. */
final class Ledger {
  /**
   * A numbered message. Each life of a talker has a number of its own and counts from 0.
   *
   * @param life of the talker
   */
  record Word(long life, long number) implements Comparable<Word> {
    @Override
    public int compareTo(Word other) {
      int byLife = Long.compare(life, other.life);
      return byLife != 0 ? byLife : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
      return life + "." + number;
    }
  }

  /** One life of a node. */
  record Incarnation(NodeId node, long number) {
    @Override
    public String toString() {
      return node + "#" + number;
    }
  }

  /** An actor that records began to run. */
  record Began(long life, Address actor, Incarnation where, long atMs) {}

  /**
   * A talker said a word under that name.
   *
   * @param towards the nodes where its node believed then that those live who have to do with it
   */
  record Said(
      Word word, Address talker, String name, Incarnation where, Set<NodeId> towards, long atMs) {}

  /** A sink handled it. */
  record Heard(Word word, Address sink, long sinkLife, String name, Incarnation where, long atMs) {}

  /** It became a dead letter. */
  record Died(Word word, String reason, Optional<Address> to, String name, Incarnation where) {}

  /** An operator wanted that actor to live on that node. */
  record Moved(Address actor, NodeId to) {}

  /** A life of a node ended. */
  record Ended(Incarnation who, long atMs, boolean isDiskLost) {}

  /** One node takes another one's life for ended. */
  record Parted(Incarnation who, Incarnation from, String reason, long atMs) {}

  /** One node learns that another one lives. */
  record Met(Incarnation who, Incarnation other, long atMs) {}

  /** An operator was answered. */
  record Answered(Incarnation where, String system, boolean isDone, String answer, long atMs) {
    /** Whether the node where it was asked for knew of no such system. */
    private boolean isFromNothing() {
      return isDone && answer.contains(":version [1 ");
    }
  }

  final List<Began> began = new ArrayList<>();
  final List<Said> said = new ArrayList<>();
  final List<Heard> heard = new ArrayList<>();
  final List<Died> died = new ArrayList<>();
  final List<Moved> moved = new ArrayList<>();
  final List<Ended> ended = new ArrayList<>();
  final List<Parted> parted = new ArrayList<>();
  final List<Met> met = new ArrayList<>();
  final List<Answered> answered = new ArrayList<>();

  /** Systems of which an operator heard that they are gone. */
  final Set<String> takenAway = new TreeSet<>();

  /** Systems and instances that no board knew of any more when the last one that did died. */
  final Set<Address> forgotten = new TreeSet<>();

  /**
   * When a system was found to run that had been deployed from nothing although there was one of
   * its name, which a node had forgotten with its disk.
   */
  OptionalLong beganAnewMs(String system) {
    return answered.stream()
        .filter(answer -> answer.system().equals(system) && answer.isFromNothing())
        .skip(1)
        .mapToLong(Answered::atMs)
        .max();
  }

  private long lives;

  long nextLife() {
    return ++lives;
  }

  /** Whether whoever was taken for ended then lived. */
  boolean isMistaken(Parted parted) {
    return ended.stream()
        .noneMatch(end -> end.who().equals(parted.from()) && end.atMs() <= parted.atMs());
  }
}
