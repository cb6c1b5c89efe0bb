package jellybean.shell;

import java.util.ArrayList;
import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Num;
import jellybean.edn.Value;

/** What a person should know is missing in an answer, in a line each. */
final class Missing {
  /** Members that said nothing. */
  private static final Keyword WITHOUT = Keyword.of("without");

  /** Around rows: how many there was no room for. In a row: the bytes that were cut from it. */
  static final Keyword OMITTED = Keyword.of("omitted");

  private Missing() {}

  /**
   * The lines for one answer.
   *
   * @param rows those in it that may have been cut
   */
  static List<String> notes(Value answer, List<EdnMap> rows) {
    List<String> notes = new ArrayList<>();
    EdnMap around = answer instanceof EdnMap map ? map : EdnMap.EMPTY;
    if (around.get(WITHOUT) instanceof EdnVector members && !members.isEmpty()) {
      List<String> names = Records.of(members).stream().map(Missing::value).toList();
      notes.add("without " + String.join(" ", names) + ": no answer");
    }
    if (around.get(OMITTED) instanceof Int omitted) {
      notes.add("without " + omitted + " more: too much for one answer");
    }
    long cut = rows.stream().filter(row -> row.get(OMITTED) instanceof Num).count();
    if (cut > 0) {
      notes.add("with " + cut + " cut: too large to be shown whole");
    }
    return notes;
  }

  private static String value(EdnMap member) {
    return Records.plain(member.get(Keyword.of("value")));
  }
}
