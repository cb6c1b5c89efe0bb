package jellybean.node;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jellybean.edn.Bytes;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;

/**
 * One picture of a system on one node, or one that is given to it.
 *
 * @param isPicture else it is to be given
 * @param others who takes part, without this node
 * @param missing whose markers have not come
 * @param asker who waits for an answer
 * @param parts of a picture the parts of its text; while it is given, what has arrived of it, and
 *     then what became of each actor
 */
record Snapshot(
    long number,
    String ticket,
    Address root,
    boolean isPicture,
    Set<NodeId> others,
    Set<NodeId> missing,
    Phase phase,
    ReplyTo asker,
    List<Value> parts) {

  /** What is nested deeper than a state may be, in the rows of a picture. */
  private static final int MORE_DEPTH = 8;

  private static final ReadLimits LIMITS =
      new ReadLimits(
          ReadLimits.DEFAULT_DEPTH + MORE_DEPTH,
          Snapshots.MAX_PICTURE_BYTES,
          Snapshots.MAX_PICTURE_BYTES);

  /** How far it is. */
  enum Phase {
    /** Actors stand still; what they did is on its way to the disk and to others. */
    FREEZING,
    /** The markers of others are awaited. */
    DRAINING,
    /** What came before them is on its way to the mailboxes. */
    SETTLING,
    /** The picture is taken, or about to be. */
    FROZEN,
    /** What is started stands still. */
    HELD,
    /** Actors are given what was saved. */
    GIVING,
    /** They go on. */
    OVER
  }

  Snapshot {
    others = Collections.unmodifiableSet(new TreeSet<>(others));
    missing = Collections.unmodifiableSet(new TreeSet<>(missing));
    parts = List.copyOf(parts);
  }

  static Snapshot begun(
      long number,
      String ticket,
      Address root,
      boolean isPicture,
      Set<NodeId> others,
      Set<NodeId> missing,
      ReplyTo asker) {
    return new Snapshot(
        number, ticket, root, isPicture, others, missing, Phase.FREEZING, asker, List.of());
  }

  /** Whether its actors stand still. */
  boolean isHeld() {
    return phase != Phase.OVER;
  }

  Snapshot at(Phase next) {
    return new Snapshot(number, ticket, root, isPicture, others, missing, next, asker, parts);
  }

  Snapshot without(NodeId marker) {
    Set<NodeId> left = new TreeSet<>(missing);
    left.remove(marker);
    return new Snapshot(number, ticket, root, isPicture, others, left, phase, asker, parts);
  }

  Snapshot with(List<? extends Value> all) {
    return new Snapshot(
        number, ticket, root, isPicture, others, missing, phase, asker, List.copyOf(all));
  }

  Snapshot giving(ReplyTo who) {
    return new Snapshot(
        number, ticket, root, isPicture, others, missing, Phase.GIVING, who, List.of());
  }

  // ---- what a question says

  static List<NodeId> members(EdnMap data) {
    List<NodeId> members = new ArrayList<>();
    if (data.get(ShellProtocol.MEMBERS, Nil.NIL) instanceof EdnVector all) {
      all.forEach(member -> members.add(new NodeId(member instanceof Text t ? t.value() : "")));
    }
    return members;
  }

  static String text(EdnMap data, Keyword key) {
    if (data.get(key, Nil.NIL) instanceof Text text) {
      return text.value();
    }
    throw new BadNameException("expected a string as " + key + ", found " + data.get(key, Nil.NIL));
  }

  static long number(EdnMap data, Keyword key) {
    if (data.get(key, Nil.NIL) instanceof Int n) {
      return n.value();
    }
    throw new BadNameException(
        "expected a whole number as " + key + ", found " + data.get(key, Nil.NIL));
  }

  // ---- what is given

  /**
   * With one part more.
   *
   * @throws BadNameException it is none, or there are too many
   */
  Snapshot received(Value part) {
    if (!(part instanceof Bytes bytes)) {
      throw new BadNameException("expected bytes, found " + part);
    }
    long total = bytes.size();
    for (Value before : parts) {
      total += ((Bytes) before).size();
    }
    if (total > Snapshots.MAX_PICTURE_BYTES) {
      throw new BadNameException(
          "cannot load: expected at most "
              + Snapshots.MAX_PICTURE_BYTES
              + " bytes for one node, found "
              + total
              + " or more");
    }
    List<Value> all = new ArrayList<>(parts);
    all.add(bytes);
    return with(all);
  }

  /**
   * What all parts say together.
   *
   * @throws BadNameException it is no EDN, or no images of actors
   */
  List<EdnMap> images() {
    byte[] all = new byte[parts.stream().mapToInt(p -> ((Bytes) p).size()).sum()];
    int at = 0;
    for (Value part : parts) {
      byte[] bytes = ((Bytes) part).toByteArray();
      System.arraycopy(bytes, 0, all, at, bytes.length);
      at += bytes.length;
    }
    try {
      List<EdnMap> images = new ArrayList<>();
      if (EdnReader.readOne(all, "picture", LIMITS) instanceof EdnVector rows) {
        rows.forEach(row -> images.add((EdnMap) row));
      }
      return images;
    } catch (EdnException | ClassCastException e) {
      throw new BadNameException("cannot load: expected a vector of actors: " + e.getMessage());
    }
  }

  /**
   * A picture as text in parts.
   *
   * @param actors in it
   * @param bytes of all parts
   */
  record Picture(List<Value> parts, int actors, int bytes) {
    Picture {
      parts = List.copyOf(parts);
    }

    /**
     * Of what each loop shows.
     *
     * @throws BadNameException a state cannot be saved, or it is too large
     */
    static Picture of(NodeId self, EdnVector loops) {
      List<Value> images = new ArrayList<>();
      for (Value ofLoop : loops) {
        if (!(ofLoop instanceof EdnVector rows)) {
          throw new BadNameException(self + ": " + ofLoop);
        }
        rows.forEach(row -> images.add(requireWhole((EdnMap) row)));
      }
      byte[] text = print(self, EdnVector.of(images));
      List<Value> parts = new ArrayList<>();
      for (int at = 0; at < text.length; at += Snapshots.PART_BYTES) {
        int end = Math.min(text.length, at + Snapshots.PART_BYTES);
        parts.add(Bytes.of(text, at, end));
      }
      return new Picture(parts, images.size(), text.length);
    }

    private static EdnMap requireWhole(EdnMap image) {
      if (image.find(ShellProtocol.FAULT).isPresent()) {
        String actor =
            image.get(jellybean.edn.Keyword.of("actor")) instanceof Text t ? t.value() : "?";
        Value fault = image.get(ShellProtocol.FAULT);
        throw new BadNameException(
            actor + ": " + (fault instanceof Text text ? text.value() : fault.toString()));
      }
      return image;
    }

    private static byte[] print(NodeId self, EdnVector images) {
      try {
        return EdnPrinter.toBytes(images, LIMITS);
      } catch (EdnException e) {
        throw new BadNameException(
            self
                + ": expected states and mailboxes of at most "
                + Snapshots.MAX_PICTURE_BYTES
                + " bytes that can be written as EDN, found "
                + e.detail());
      }
    }
  }
}
