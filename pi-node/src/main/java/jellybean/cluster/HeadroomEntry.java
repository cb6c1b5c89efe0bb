package jellybean.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnException;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;

/**
 * What one life of a node said of itself: {@code ["b" life number [what it has left]]}, some 50
 * bytes; several of them in a vector are a message.
 *
 * @param life the last digits of its incarnation, enough to tell it from the life before
 * @param number grows with each that a life says
 */
record HeadroomEntry(NodeId node, long life, long number, Headroom headroom) {
  private static final long LIVES = 1_000_000;
  private static final int PARTS = 4;
  private static final int FIGURES = 9;
  private static final int DEPTH = 3;
  private static final ReadLimits LIMITS =
      new ReadLimits(DEPTH, HeadroomGossip.MAX_MESSAGE_BYTES, HeadroomGossip.MAX_MESSAGE_BYTES / 2);

  static long life(long incarnation) {
    return incarnation % LIVES;
  }

  boolean isNewerThan(HeadroomEntry other) {
    return life != other.life || number > other.number;
  }

  byte[] toBytes() {
    return EdnPrinter.toBytes(
        EdnVector.of(
            new Text(node.value()),
            Int.of(life),
            Int.of(number),
            EdnVector.of(
                Int.of(headroom.loops()),
                Int.of(headroom.busyPermille()),
                Int.of(headroom.cores()),
                Int.of(headroom.cpuPermille()),
                Int.of(headroom.heapFreeMib()),
                Int.of(headroom.poolFreeMib()),
                Int.of(headroom.queued()),
                Int.of(headroom.actors()),
                Int.of(headroom.actorsFree()))));
  }

  /** All of a message; empty if it is none. */
  static Optional<List<HeadroomEntry>> read(byte[] message) {
    if (message.length > HeadroomGossip.MAX_MESSAGE_BYTES) {
      return Optional.empty();
    }
    try {
      if (EdnReader.readOne(message, "headroom", LIMITS) instanceof EdnVector all) {
        List<HeadroomEntry> entries = new ArrayList<>();
        all.forEach(each -> entries.add(of(each)));
        return Optional.of(entries);
      }
      return Optional.empty();
    } catch (EdnException | BadNameException | IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static HeadroomEntry of(Value value) {
    List<Value> parts = list(value, PARTS);
    List<Value> figures = list(parts.get(3), FIGURES);
    if (!(parts.getFirst() instanceof Text node)) {
      throw new IllegalArgumentException("expected the name of a node, found " + parts.getFirst());
    }
    return new HeadroomEntry(
        new NodeId(node.value()),
        number(parts.get(1)),
        number(parts.get(2)),
        new Headroom(
            count(figures.get(0)),
            count(figures.get(1)),
            count(figures.get(2)),
            count(figures.get(3)),
            count(figures.get(4)),
            count(figures.get(5)),
            count(figures.get(6)),
            count(figures.get(7)),
            count(figures.get(8))));
  }

  private static List<Value> list(Value value, int size) {
    if (!(value instanceof EdnVector vector)) {
      throw new IllegalArgumentException("expected a vector, found " + value);
    }
    List<Value> all = new ArrayList<>();
    vector.forEach(all::add);
    if (all.size() != size) {
      throw new IllegalArgumentException("expected " + size + " elements, found " + value);
    }
    return all;
  }

  private static long number(Value value) {
    if (value instanceof Int n) {
      return n.value();
    }
    throw new IllegalArgumentException("expected an integer, found " + value);
  }

  private static int count(Value value) {
    return Math.toIntExact(number(value));
  }
}
