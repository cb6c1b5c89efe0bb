package jellybean.shell;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jellybean.edn.Bool;
import jellybean.edn.Bytes;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;

/**
 * Takes the picture of a running system: all members let it stand still, take their parts of the
 * picture, and let it go on; then the parts are fetched.
 */
final class Saving {
  /** Of all members' parts together. */
  static final long MAX_BYTES = 64L << 20;

  /** What is nested deeper than a state may be, in a document. */
  static final int DEPTH = ReadLimits.DEFAULT_DEPTH + 10;

  static final ReadLimits LIMITS = new ReadLimits(DEPTH, MAX_BYTES, 1 << 26);

  private static final Keyword NODE = Keyword.of("node");
  private static final Keyword FAULT = Keyword.of("fault");
  private static final Keyword TICKET = Keyword.of("ticket");
  private static final Keyword PARTS = Keyword.of("parts");
  private static final Keyword WAS_HELD = Keyword.of("was-held");

  private final Place place;
  private final Given given;
  private final Text ticket;

  Saving(Place place, Given given, String ticket) {
    this.place = place;
    this.given = given;
    this.ticket = new Text(ticket);
  }

  EdnMap save(Address path) {
    if (path.isRoot() || path.segments().getFirst().equals("sys")) {
      throw new ShellException("save: expected a system or a part of one, found " + path);
    }
    String system = path.segments().getFirst();
    EdnMap name = EdnMap.of(Keyword.of("name"), new Text(system));
    Value deployment = place.ask(given, "document", name);
    List<EdnMap> parts = freezeAndThaw(system);
    List<EdnMap> actors = new ArrayList<>();
    long bytes = 0;
    for (EdnMap part : parts) {
      byte[] text = fetch(part);
      bytes += text.length;
      if (bytes > MAX_BYTES) {
        throw new ShellException("save: expected at most " + MAX_BYTES + " bytes, found more");
      }
      actors.addAll(actors(text, part.get(NODE)));
    }
    actors.removeIf(actor -> !path.contains(SavedSystem.address(actor)));
    actors.sort(Comparator.comparing(SavedSystem::address));
    return new SavedSystem(system, path, SavedSystem.document(deployment), actors).toValue();
  }

  /** Whatever happens, it goes on again. */
  private List<EdnMap> freezeAndThaw(String system) {
    EdnMap question = EdnMap.of(TICKET, ticket, Keyword.of("system"), new Text(system));
    EdnMap thaw = EdnMap.of(TICKET, ticket);
    List<EdnMap> frozen;
    try {
      frozen = rows(place.ask(given, "freeze", question));
    } catch (ShellException e) {
      var unused = place.ask(given, "thaw", thaw);
      throw e;
    }
    for (EdnMap row : rows(place.ask(given, "thaw", thaw))) {
      if (row.get(WAS_HELD, Nil.NIL) != Bool.TRUE) {
        throw new ShellException(
            "save: expected that all stand still until each has its part, found that "
                + Records.plain(row.get(NODE))
                + " went on before: save again");
      }
    }
    return frozen;
  }

  /** All members take part, or nothing is worth anything. */
  private List<EdnMap> rows(Value answer) {
    return rows(given.command(), answer);
  }

  static List<EdnMap> rows(String command, Value answer) {
    List<EdnMap> rows = Records.of(Place.field(answer, Keyword.of("rows")).orElse(EdnVector.EMPTY));
    for (EdnMap row : rows) {
      if (row.get(FAULT, Nil.NIL) instanceof Text fault) {
        throw new ShellException(command + ": " + fault.value());
      }
    }
    List<String> missing = Missing.notes(answer, List.of());
    if (!missing.isEmpty()) {
      throw new ShellException(
          command + ": expected an answer of every member, found it " + missing.getFirst());
    }
    return rows;
  }

  private byte[] fetch(EdnMap part) {
    long parts = part.get(PARTS, Nil.NIL) instanceof Int n ? n.value() : 0;
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (long i = 0; i < parts; i++) {
      EdnMap question =
          EdnMap.of(NODE, part.get(NODE), TICKET, ticket, Keyword.of("part"), Int.of(i));
      Value answer = place.ask(given, "part", question);
      if (!(Place.field(answer, Keyword.of("bytes")).orElse(Nil.NIL) instanceof Bytes bytes)) {
        throw new ShellException(
            "save: " + Place.field(answer, FAULT).map(Records::plain).orElse("expected bytes"));
      }
      all.writeBytes(bytes.toByteArray());
    }
    return all.toByteArray();
  }

  private static List<EdnMap> actors(byte[] text, Value node) {
    try {
      return Records.of(EdnReader.readOne(text, Records.plain(node), LIMITS));
    } catch (EdnException e) {
      throw new ShellException("save: cannot read what a member sent: " + e.getMessage());
    }
  }
}
