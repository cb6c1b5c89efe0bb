package jellybean.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import jellybean.edn.EdnPrinter;

/**
 * Where answers and faults are shown.
 *
 * @param edn answers as EDN, one line each, instead of tables
 * @param colour whether escape sequences may be written; never with {@code edn}
 * @param terminalCells the present width of the terminal
 * @param out takes one line without its end
 * @param err the same, for faults
 */
public record Screen(
    boolean edn,
    boolean colour,
    IntSupplier terminalCells,
    Consumer<String> out,
    Consumer<String> err) {

  /** The width assumed where there is no terminal to ask. */
  public static final int DEFAULT_CELLS = 100;

  /** The cursor goes home, and what follows it is erased. */
  private static final String CLEAR = "\u001b[H\u001b[J";

  private Style style() {
    return colour && !edn ? Style.COLOUR : Style.PLAIN;
  }

  void show(Answer answer) {
    lines(answer).forEach(out);
  }

  private List<String> lines(Answer answer) {
    return switch (answer) {
      case Answer.Silent silent -> List.of();
      case Answer.Exit exit -> List.of();
      case Answer.Shown shown ->
          edn ? List.of(EdnPrinter.toString(shown.value())) : shown.text().lines().toList();
      case Answer.Frame frame -> frame(frame.rows());
      case Answer.Rows rows -> edn ? List.of(EdnPrinter.toString(rows.value())) : table(rows);
    };
  }

  /** In place of the frame before, where escape sequences may be written. */
  private List<String> frame(Answer.Rows rows) {
    List<String> lines = new ArrayList<>(lines(rows));
    if (colour && !edn) {
      lines.set(0, CLEAR + lines.getFirst());
    }
    return lines;
  }

  private List<String> table(Answer.Rows rows) {
    List<String> lines = new ArrayList<>();
    if (rows.table().rows().isEmpty()) {
      lines.add("nothing");
    } else {
      lines.addAll(rows.table().lines(terminalCells.getAsInt(), style()));
    }
    rows.notes().stream().map(Style::harmless).forEach(lines::add);
    return lines;
  }

  void fault(ShellException fault) {
    String text =
        edn
            ? EdnPrinter.toString(fault.error())
            : Style.harmless(String.valueOf(fault.getMessage()));
    err.accept(style().fault(text));
  }
}
