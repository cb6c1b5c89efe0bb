package jellybean.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jline.utils.WCWidth;

/**
 * Rows of text in aligned columns, for a terminal.
 *
 * <p>If the columns do not fit, the widest that gives way first is cut, down to {@value #NARROWEST}
 * cells, then the widest of the others that are not numbers; what is cut off is marked with {@code
 * …}. Widths count terminal cells, not characters.
 */
record Table(List<Column> columns, List<List<String>> rows) {
  static final int NARROWEST = 8;
  private static final String GAP = "  ";
  private static final String CUT = "…";

  /**
   * @param numeric right-aligned
   * @param yields is cut before others to make the table fit
   */
  record Column(String title, boolean numeric, boolean yields) {}

  Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** The lines of the table, the titles first; no line ends in white space. */
  List<String> lines(int terminalCells, Style style) {
    int[] widths = fit(naturalWidths(), terminalCells);
    List<String> lines = new ArrayList<>();
    lines.add(style.title(line(columns.stream().map(Column::title).toList(), widths)));
    for (List<String> row : rows) {
      lines.add(line(row, widths));
    }
    return lines;
  }

  private int[] naturalWidths() {
    int[] widths = columns.stream().mapToInt(c -> cells(c.title())).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], cells(row.get(i)));
      }
    }
    return widths;
  }

  private int[] fit(int[] widths, int terminalCells) {
    int total = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1);
    for (int over = total - terminalCells; over > 0; over--) {
      int widest = widest(widths, Column::yields);
      int next = widest >= 0 ? widest : widest(widths, column -> !column.numeric());
      if (next < 0) {
        return widths;
      }
      widths[next]--;
    }
    return widths;
  }

  /** The widest of these columns that can still be cut; -1 for none. */
  private int widest(int[] widths, Predicate<Column> which) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      boolean mayBeCut = which.test(columns.get(i)) && widths[i] > NARROWEST;
      if (mayBeCut && (widest < 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    return widest;
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cut(row.get(i), widths[i]);
      String padding = " ".repeat(widths[i] - cells(cell));
      out.append(i == 0 ? "" : GAP);
      out.append(columns.get(i).numeric() ? padding + cell : cell + padding);
    }
    return out.toString().stripTrailing();
  }

  private static String cut(String cell, int width) {
    if (cells(cell) <= width) {
      return cell;
    }
    StringBuilder kept = new StringBuilder();
    int left = width - 1;
    for (int codePoint : cell.codePoints().toArray()) {
      left -= cells(codePoint);
      if (left < 0) {
        break;
      }
      kept.appendCodePoint(codePoint);
    }
    return kept.append(CUT).toString();
  }

  private static int cells(String text) {
    return text.codePoints().map(Table::cells).sum();
  }

  private static int cells(int codePoint) {
    return Math.max(0, WCWidth.wcwidth(codePoint));
  }
}
