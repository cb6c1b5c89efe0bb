package jellybean.rehearsal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jellybean.edn.EdnException;
import jellybean.edn.EdnReader;
import jellybean.edn.Position;
import jellybean.edn.ReadLimits;
import jellybean.edn.Value;

/**
 * A system inside of a document of tests, as a document of its own, in which everything stands
 * where it stood: so its faults have the places that people see.
 */
final class InlineSystem {
  /** How many closing braces may stand behind it, in comments too. */
  private static final int MAX_BRACES = 64;

  private InlineSystem() {}

  /**
   * @param next where what follows it begins; absent if nothing does
   */
  static Optional<String> text(byte[] utf8, Position from, Optional<Position> next, Value system) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    int start = offset(text, from);
    String before = "\n".repeat(from.line() - 1) + " ".repeat(from.column() - 1);
    int end = next.map(at -> offset(text, at)).orElse(text.length());
    for (int i = 0; i < MAX_BRACES && end > start; i++) {
      String inner = text.substring(start, end);
      if (isJust(inner, system)) {
        return Optional.of(before + inner);
      }
      end = text.lastIndexOf('}', end - 1);
    }
    return Optional.empty();
  }

  private static boolean isJust(String text, Value system) {
    try {
      var forms = EdnReader.of(text, "", ReadLimits.DOCUMENT).allSyntax();
      return forms.size() == 1 && forms.getFirst().value().equals(system);
    } catch (EdnException e) {
      return false;
    }
  }

  private static int offset(String text, Position at) {
    int line = 0;
    for (int i = 1; i < at.line(); i++) {
      line = text.indexOf('\n', line) + 1;
    }
    return text.offsetByCodePoints(line, at.column() - 1);
  }
}
