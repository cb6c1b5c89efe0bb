package jellybean.system;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnException;
import jellybean.edn.EdnReader;
import jellybean.edn.ReadLimits;
import jellybean.edn.Sequential;
import jellybean.edn.Syntax;
import jellybean.edn.Text;

/** Finds the names of the files that a file uses. */
final class References {
  private References() {}

  /** Names in {@code :use} and {@code :functions}; none if the text is not EDN. */
  static List<String> in(String name, String text) {
    List<String> names = new ArrayList<>();
    try {
      EdnReader.of(text.getBytes(StandardCharsets.UTF_8), name, ReadLimits.DOCUMENT)
          .nextSyntax()
          .ifPresent(document -> ofSupervisor(document, name, names));
    } catch (EdnException e) {
      // The checker reads the same text and reports it.
      return names;
    }
    return names;
  }

  private static void ofSupervisor(Syntax syntax, String file, List<String> names) {
    if (!Form.isMap(syntax)) {
      return;
    }
    Form form = Form.of(syntax, file);
    form.get(Keys.USE).ifPresent(use -> addText(use, names));
    form.get(Keys.FUNCTIONS).ifPresent(functions -> ofFunctions(functions, names));
    Optional<Syntax> children = form.get(Keys.CHILDREN);
    if (children.isPresent() && children.get().value() instanceof Sequential) {
      children.get().children().forEach(child -> ofSupervisor(child, file, names));
    }
  }

  private static void ofFunctions(Syntax functions, List<String> names) {
    addText(functions, names);
    if (functions.value() instanceof Sequential) {
      functions.children().forEach(part -> addText(part, names));
    }
  }

  private static void addText(Syntax syntax, List<String> names) {
    if (syntax.value() instanceof Text text) {
      names.add(text.value());
    }
  }
}
