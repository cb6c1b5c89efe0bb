package jellybean.shell;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Inst;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;

/**
 * What the actors below an address handle, question by question. Members answer what is in their
 * histories anyway; here it is known how far each was read. What a member has forgotten before it
 * was asked for, because this side was slow, is counted by it.
 */
final class Tail {
  /** Places that are remembered: clusters, on each loop of each member. */
  static final int MAX_PLACES = 1_000;

  private static final Keyword AT = Keyword.of("at");
  private static final Keyword LOST = Keyword.of("lost");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword TIME = Keyword.of("time");
  private static final Keyword MEMBER = Keyword.of("member");
  private static final int AT_PARTS = 5;

  private final Address path;
  private EdnMap after = EdnMap.EMPTY;

  Tail(Address path) {
    this.path = path;
  }

  EdnMap question() {
    return EdnMap.of(Keyword.of("path"), Place.text(path), Keyword.of("after"), after);
  }

  /** What is new in an answer, in the order of time; what was lost comes first. */
  List<EdnMap> take(Value answer) {
    List<EdnMap> fresh = new ArrayList<>();
    for (EdnMap row : Records.of(Place.field(answer, Keyword.of("rows")).orElse(EdnVector.EMPTY))) {
      note(row.get(AT, Nil.NIL));
      if (row.containsKey(LOST)) {
        fresh.add(EdnMap.of(LOST, row.get(LOST), MEMBER, row.get(MEMBER, Nil.NIL)));
      } else if (row.get(NAME, Nil.NIL) instanceof Keyword name && !isOwn(name)) {
        fresh.add(row.without(AT));
      }
    }
    fresh.sort(Comparator.comparingLong(Tail::timeMs));
    return fresh;
  }

  /** What the parts of the machine say to each other. */
  private static boolean isOwn(Keyword name) {
    return name.namespace().filter("jelly"::equals).isPresent();
  }

  private void note(Value at) {
    if (at instanceof EdnVector place
        && place.size() == AT_PARTS
        && place.get(AT_PARTS - 1) instanceof Int number) {
      EdnVector key = EdnVector.of(place.get(0), place.get(1), place.get(2), place.get(3));
      after = after.with(key, Int.of(number.value() + 1));
      if (after.size() > MAX_PLACES) {
        throw new ShellException(
            "tail: expected at most " + MAX_PLACES + " clusters below " + path + ", found more");
      }
    }
  }

  private static long timeMs(EdnMap row) {
    return row.get(TIME, Nil.NIL) instanceof Inst time ? time.value().toEpochMilli() : 0;
  }

  /** A line for a person. */
  static Answer shown(EdnMap row) {
    if (row.get(LOST, Nil.NIL) instanceof Int lost) {
      String text = lost + " more on " + Records.plain(row.get(MEMBER)) + ", too fast to be shown";
      return new Answer.Shown(row, Style.harmless(text));
    }
    String text =
        time(row)
            + " "
            + Records.plain(row.get(Keyword.of("actor"), new Text("?")))
            + " < "
            + Records.plain(row.get(Keyword.of("from"), new Text("?")))
            + "  "
            + row.get(NAME, Nil.NIL)
            + " "
            + row.get(Keyword.of("data"), Nil.NIL);
    return new Answer.Shown(row, Style.harmless(text).replace('\n', ' '));
  }

  private static String time(EdnMap row) {
    return row.get(TIME, Nil.NIL) instanceof Inst time ? Records.time(time) : "?";
  }
}
