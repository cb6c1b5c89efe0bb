package jellybean.cli;

import java.util.function.BooleanSupplier;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;

/**
 * What a long command tells while it works: for a person a line of text, else the same as one EDN
 * map per line. Each line is seen at once.
 *
 * @param isOver whether the command was told to end: then it has nothing more to tell
 */
record Report(Streams streams, boolean edn, BooleanSupplier isOver) {
  void tell(EdnMap event, String text) {
    if (isOver.getAsBoolean()) {
      return;
    }
    streams.line(edn ? EdnPrinter.toString(event) : text);
    streams.flush();
  }

  /** Only for a program; a person reads the same elsewhere. */
  void event(EdnMap event) {
    if (edn) {
      tell(event, "");
    }
  }

  /** Only for a person. */
  void text(String text) {
    if (!edn) {
      tell(EdnMap.EMPTY, text);
    }
  }
}
