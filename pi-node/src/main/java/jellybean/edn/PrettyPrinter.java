package jellybean.edn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Breaks values into lines.
 *
 * <p>A value that fits on the rest of the line stays on it. Otherwise a map has one entry per line;
 * a vector or set of atoms is filled like a paragraph, one with inner collections has an element
 * per line; a list that starts with a symbol is laid out as code. Values nested deeper than {@link
 * Nesting#RECURSION} are not broken.
 */
final class PrettyPrinter {
  private static final int MIN_WIDTH = 16;

  /** Keys up to this width get their values aligned. */
  private static final int MAX_ALIGNED_KEY = 24;

  /**
   * A value with less room than this next to its key, if it needs more, goes on a line of its own.
   */
  private static final int MIN_ROOM = 24;

  private static final int BODY_INDENT = 2;

  /** Arguments after a longer head are indented rather than aligned. */
  private static final int MAX_ALIGNED_HEAD = 12;

  /** How many arguments of a form with a body stay next to its head. */
  private static final Map<String, Integer> HEAD_ARGUMENTS =
      Map.ofEntries(
          Map.entry("fn", 1),
          Map.entry("defn", 2),
          Map.entry("def", 1),
          Map.entry("let", 1),
          Map.entry("loop", 1),
          Map.entry("if-let", 1),
          Map.entry("when-let", 1),
          Map.entry("if-some", 1),
          Map.entry("when-some", 1),
          Map.entry("when", 1),
          Map.entry("when-not", 1),
          Map.entry("case", 1),
          Map.entry("condp", 2),
          Map.entry("as->", 2),
          Map.entry("do", 0),
          Map.entry("cond", 0));

  private final int width;
  private final StringBuilder out = new StringBuilder();
  private int column;

  PrettyPrinter(int width) {
    this.width = Math.max(width, MIN_WIDTH);
  }

  String print(Value value) {
    print(value, 0);
    return out.toString();
  }

  /**
   * @param behind how many columns of closing brackets have to follow on the last line
   */
  private void print(Value value, int behind) {
    String line = line(value, width - column - behind);
    if (!line.isEmpty()) {
      put(line);
      return;
    }
    switch (value) {
      case Coll coll when coll.depth() <= Nesting.RECURSION -> broken(coll, behind + 1);
      case Tagged tagged when tagged.depth() <= Nesting.RECURSION -> {
        put("#" + tagged.tag() + " ");
        print(tagged.value(), behind);
      }
      default -> put(EdnPrinter.toString(value));
    }
  }

  /** The value on one line, or nothing if that is wider than {@code room}. */
  private static String line(Value value, int room) {
    if (room <= 0) {
      return "";
    }
    Utf8Out line = new Utf8Out((long) room * 4);
    try {
      LinePrinter.unlimited(line).print(value);
    } catch (Utf8Out.LimitReached e) {
      return "";
    }
    String text = line.toString();
    return columns(text) <= room ? text : "";
  }

  private static int columns(String text) {
    return text.codePointCount(0, text.length());
  }

  private void put(String text) {
    out.append(text);
    column += columns(text);
  }

  private void newLine(int indent) {
    out.append('\n').repeat(' ', indent);
    column = indent;
  }

  private void broken(Coll coll, int behind) {
    switch (coll) {
      case EdnMap map -> {
        put(map.isSorted() ? "#" + Tags.SORTED_MAP + " " : "");
        map(map, behind);
      }
      case EdnSet set -> {
        put(set.isSorted() ? "#" + Tags.SORTED_SET + " " : "");
        elements("#{", elementsOf(set), "}", behind);
      }
      case EdnVector vector -> elements("[", elementsOf(vector), "]", behind);
      case EdnList list -> {
        if (list.size() > 1 && list.first() instanceof Symbol head) {
          code(head, list, behind);
        } else {
          elements("(", elementsOf(list), ")", behind);
        }
      }
    }
  }

  private static List<Value> elementsOf(Coll coll) {
    List<Value> elements = new ArrayList<>(coll.size());
    coll.forEach(elements::add);
    return elements;
  }

  private void map(EdnMap map, int behind) {
    put("{");
    int indent = column;
    int aligned = alignedKeys(map);
    int left = map.size();
    for (EdnMap.Entry entry : map.entries()) {
      if (left < map.size()) {
        newLine(indent);
      }
      left--;
      print(entry.key(), 1);
      int gap = indent + aligned - column;
      entryValue(entry.value(), Math.max(gap, 0) + 1, indent, left == 0 ? behind : 0);
    }
    put("}");
  }

  private void entryValue(Value value, int gap, int indent, int behind) {
    int room = width - column - gap - behind;
    boolean ownLine = room < MIN_ROOM && line(value, room).isEmpty();
    if (ownLine && indent + BODY_INDENT < column + gap) {
      newLine(indent + BODY_INDENT);
    } else {
      put(" ".repeat(gap));
    }
    print(value, behind);
  }

  /** The width of the widest key, or 0 if some are too wide to align. */
  private static int alignedKeys(EdnMap map) {
    int widest = 0;
    for (Value key : map.keys()) {
      String line = line(key, MAX_ALIGNED_KEY);
      if (line.isEmpty()) {
        return 0;
      }
      widest = Math.max(widest, columns(line));
    }
    return widest;
  }

  private void elements(String opening, List<Value> elements, String closing, int behind) {
    put(opening);
    rows(elements, column, areAtoms(elements), behind);
    put(closing);
  }

  private static boolean areAtoms(List<Value> elements) {
    return elements.stream().noneMatch(e -> Nesting.strip(e) instanceof Coll);
  }

  /**
   * @param fill whether several elements share a line
   */
  private void rows(List<Value> elements, int indent, boolean fill, int behind) {
    for (int i = 0; i < elements.size(); i++) {
      Value element = elements.get(i);
      int closing = i == elements.size() - 1 ? behind : 0;
      if (i > 0) {
        separate(fill && !line(element, width - column - 1 - closing).isEmpty(), indent);
      }
      print(element, closing);
    }
  }

  private void separate(boolean sameLine, int indent) {
    if (sameLine) {
      put(" ");
    } else {
      newLine(indent);
    }
  }

  private void code(Symbol head, EdnList form, int behind) {
    int start = column;
    put("(");
    put(head.toString());
    List<Value> arguments = elementsOf(form.rest());
    Integer beside = HEAD_ARGUMENTS.get(head.toString());
    if (beside == null) {
      call(arguments, start, behind);
    } else {
      body(arguments, Math.min(beside, arguments.size()), start, behind);
    }
    put(")");
  }

  private void call(List<Value> arguments, int start, int behind) {
    if (column - start <= MAX_ALIGNED_HEAD) {
      put(" ");
    } else {
      newLine(start + BODY_INDENT);
    }
    rows(arguments, column, areAtoms(arguments), behind);
  }

  private void body(List<Value> arguments, int beside, int start, int behind) {
    for (int i = 0; i < beside; i++) {
      put(" ");
      int closing = i == arguments.size() - 1 ? behind : 0;
      if (arguments.get(i) instanceof EdnVector vector && line(vector, width - column).isEmpty()) {
        pairs(vector, closing);
      } else {
        print(arguments.get(i), closing);
      }
    }
    if (beside < arguments.size()) {
      newLine(start + BODY_INDENT);
      rows(arguments.subList(beside, arguments.size()), column, false, behind);
    }
  }

  /** Bindings: a name and its value per line. */
  private void pairs(EdnVector bindings, int behind) {
    put("[");
    int indent = column;
    for (int i = 0; i < bindings.size(); i++) {
      if (i > 0) {
        separate(i % 2 == 1, indent);
      }
      print(bindings.get(i), i == bindings.size() - 1 ? behind + 1 : 0);
    }
    put("]");
  }
}
