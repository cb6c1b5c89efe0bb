package jellybean.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Text;
import jellybean.lang.NamedForm;

/**
 * Reads the {@code :functions} of a supervisor: a map from names to functions, the name of a file
 * that holds such a map, or a vector of these.
 */
final class FunctionsReader {
  private static final String SHAPE =
      "a map from names to functions, the name of a file that holds one, or a vector of these";

  private final Reading reading;
  private final Faults faults;
  private final Scope scope;
  private final List<NamedForm> forms = new ArrayList<>();
  private final Map<Symbol, Spot> names = new HashMap<>();
  private boolean complete = true;

  FunctionsReader(Reading reading, Scope scope) {
    this.reading = reading;
    this.faults = reading.faults;
    this.scope = scope;
  }

  /** The functions visible to the children of the supervisor: its own, then those around it. */
  Functions read(Form supervisor) {
    Optional<Syntax> functions = supervisor.get(Keys.FUNCTIONS);
    if (functions.isEmpty()) {
      return scope.functions();
    }
    boolean several = functions.get().value() instanceof EdnVector;
    for (Syntax part : several ? functions.get().children() : List.of(functions.get())) {
      addPart(part);
    }
    return complete ? scope.functions().with(forms, faults) : scope.functions().incomplete();
  }

  private void addPart(Syntax part) {
    Spot at = new Spot(scope.file(), part.at());
    switch (part.value()) {
      case EdnMap map -> addMap(part, scope.file());
      case Text file -> addFile(file.value(), at);
      default -> {
        complete = false;
        faults.expected(at, SHAPE + " under :functions", part);
      }
    }
  }

  private void addFile(String file, Spot use) {
    Optional<Syntax> syntax = reading.sources.find(file, use);
    if (syntax.isEmpty() || !reading.admitFile(file, use)) {
      complete = false;
      return;
    }
    if (syntax.get().value() instanceof EdnMap) {
      addMap(syntax.get(), file);
    } else {
      complete = false;
      Spot at = new Spot(file, syntax.get().at());
      faults.expected(at, "a map from names to functions", syntax.get());
    }
  }

  private void addMap(Syntax map, String file) {
    for (Form.Entry entry : Form.entriesOf(map)) {
      Spot at = new Spot(file, entry.key().at());
      if (!(entry.key().value() instanceof Symbol name) || name.namespace().isPresent()) {
        faults.expected(at, "the name of a function as a symbol", entry.key());
        continue;
      }
      Spot first = names.putIfAbsent(name, at);
      if (first != null) {
        faults.add(at, "name clash: function " + name + " is already declared at " + first);
      } else if (scope.params().values().containsKey(name)) {
        faults.add(at, "name clash: " + name + " is also a param");
      } else {
        forms.add(new NamedForm(file, name, entry.value()));
      }
    }
  }
}
