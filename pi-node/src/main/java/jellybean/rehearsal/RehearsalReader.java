package jellybean.rehearsal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Position;
import jellybean.edn.ReadLimits;
import jellybean.edn.Sequential;
import jellybean.edn.Syntax;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.lang.Fault;
import jellybean.system.Spelling;

/** Reads a document of rehearsals; finds all its faults at once. */
public final class RehearsalReader {
  static final Keyword USE = Keyword.of("use");
  static final Keyword SYSTEM = Keyword.of("system");
  static final Keyword WITH = Keyword.of("with");
  static final Keyword SEED = Keyword.of("seed");
  static final Keyword TESTS = Keyword.of("tests");
  static final Keyword TEST = Keyword.of("test");
  static final Keyword STEPS = Keyword.of("steps");

  /** Tests of a document. */
  static final int MAX_TESTS = 1_000;

  private final byte[] utf8;
  private final String file;
  private final List<Fault> faults = new ArrayList<>();

  private RehearsalReader(byte[] utf8, String file) {
    this.utf8 = utf8;
    this.file = file;
  }

  /**
   * What was read; the document is there if there are no faults.
   *
   * @param faults in the order of their places
   * @param named what is known of the system that it names, so that faults of both are reported
   */
  public record Result(
      Optional<Rehearsal.Document> document, List<Fault> faults, Optional<Rehearsal.Named> named) {
    public Result {
      faults = List.copyOf(faults);
    }
  }

  /**
   * @param file as faults name it
   */
  public static Result read(byte[] utf8, String file) {
    RehearsalReader reader = new RehearsalReader(utf8, file);
    try {
      List<Syntax> forms = EdnReader.of(utf8, file, ReadLimits.DOCUMENT).allSyntax();
      Optional<Rehearsal.Document> document = reader.document(forms);
      reader.faults.sort(
          Comparator.comparingInt((Fault f) -> f.at().line())
              .thenComparingInt(f -> f.at().column()));
      Optional<Rehearsal.Named> named =
          document
              .map(Rehearsal.Document::system)
              .filter(s -> !s.use().isEmpty() || s.text().isPresent());
      return new Result(
          reader.faults.isEmpty() ? document : Optional.empty(), reader.faults, named);
    } catch (EdnException e) {
      return new Result(
          Optional.empty(), List.of(new Fault(file, e.at(), e.detail())), Optional.empty());
    }
  }

  private Optional<Rehearsal.Document> document(List<Syntax> forms) {
    if (forms.size() != 1 || !(forms.getFirst().value() instanceof EdnMap)) {
      Position at = forms.isEmpty() ? Position.START : forms.getLast().at();
      fault(at, "expected one map {:use \"system.edn\" :tests [{:test \"…\" :steps […]} …]}");
      return Optional.empty();
    }
    Syntax form = forms.getFirst();
    Map<Keyword, Syntax> keys =
        keys(form, "a document of tests", Set.of(USE, SYSTEM, WITH, SEED, TESTS));
    Optional<Rehearsal.Named> system = system(form, keys);
    List<Syntax> tests = elements(form, keys, TESTS, "a vector of tests");
    long seed = seed(keys, 1);
    List<Rehearsal> rehearsals = new ArrayList<>();
    for (Syntax test : tests) {
      rehearsal(test, seed).ifPresent(rehearsals::add);
    }
    if (tests.size() > MAX_TESTS) {
      fault(form.at(), "expected at most " + MAX_TESTS + " tests, found " + tests.size());
    }
    return system.map(s -> new Rehearsal.Document(s, rehearsals));
  }

  private Optional<Rehearsal.Named> system(Syntax form, Map<Keyword, Syntax> keys) {
    EdnMap with = map(keys, WITH);
    Optional<Syntax> inline = Optional.ofNullable(keys.get(SYSTEM));
    if (inline.isEmpty()) {
      return required(form, keys, USE, "the file of the system, or the system under :system")
          .map(u -> named(u, with));
    }
    Syntax system = inline.get();
    if (keys.containsKey(USE)) {
      fault(system.at(), "expected either :use or :system, found both");
    }
    if (!(system.value() instanceof EdnMap)) {
      expected(system, "a system {:supervisor name …} under :system");
      return Optional.empty();
    }
    int after = form.children().indexOf(system) + 1;
    Optional<Position> next = form.children().stream().skip(after).findFirst().map(Syntax::at);
    Optional<String> text = InlineSystem.text(utf8, system.at(), next, system.value());
    if (text.isEmpty()) {
      fault(system.at(), "cannot tell where the system ends: expected it before :tests");
    }
    return Optional.of(new Rehearsal.Named("", text, system.at(), with));
  }

  private Rehearsal.Named named(Syntax use, EdnMap with) {
    return new Rehearsal.Named(
        text(use, "a file name under :use"), Optional.empty(), use.at(), with);
  }

  private Optional<Rehearsal> rehearsal(Syntax form, long seed) {
    if (!(form.value() instanceof EdnMap)) {
      expected(form, "a test {:test \"what it shows\" :steps […]}");
      return Optional.empty();
    }
    Map<Keyword, Syntax> keys = keys(form, "a test", Set.of(TEST, SEED, STEPS));
    Optional<String> name =
        required(form, keys, TEST, "what it shows").map(n -> text(n, "a string under :test"));
    List<Action> actions = new ArrayList<>();
    ActionReader reader = new ActionReader(this::fault);
    for (Syntax step : elements(form, keys, STEPS, "a vector of steps")) {
      reader.read(step).ifPresent(actions::add);
    }
    return name.map(n -> new Rehearsal(n, form.at(), seed(keys, seed), actions));
  }

  private long seed(Map<Keyword, Syntax> keys, long otherwise) {
    Optional<Syntax> seed = Optional.ofNullable(keys.get(SEED));
    if (seed.isPresent() && !(seed.get().value() instanceof Int)) {
      expected(seed.get(), "a whole number under :seed");
    }
    return seed.map(Syntax::value)
        .filter(Int.class::isInstance)
        .map(n -> ((Int) n).value())
        .orElse(otherwise);
  }

  private EdnMap map(Map<Keyword, Syntax> keys, Keyword key) {
    Optional<Syntax> found = Optional.ofNullable(keys.get(key));
    if (found.isPresent() && !(found.get().value() instanceof EdnMap)) {
      expected(found.get(), "a map under " + key);
    }
    return found
        .map(Syntax::value)
        .filter(EdnMap.class::isInstance)
        .map(EdnMap.class::cast)
        .orElse(EdnMap.EMPTY);
  }

  private String text(Syntax syntax, String expected) {
    if (syntax.value() instanceof Text text) {
      return text.value();
    }
    expected(syntax, expected);
    return "";
  }

  private Map<Keyword, Syntax> keys(Syntax map, String what, Set<Keyword> known) {
    Map<Keyword, Syntax> keys = new LinkedHashMap<>();
    List<Syntax> parts = map.children();
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      if (parts.get(i).value() instanceof Keyword key && known.contains(key)) {
        keys.put(key, parts.get(i + 1));
      } else {
        List<String> names = known.stream().map(Keyword::toString).sorted().toList();
        fault(
            parts.get(i).at(),
            "unknown key "
                + parts.get(i).value()
                + " of "
                + what
                + Spelling.hint(parts.get(i).value(), names)
                + ": expected one of "
                + String.join(" ", names));
      }
    }
    return keys;
  }

  private Optional<Syntax> required(
      Syntax form, Map<Keyword, Syntax> keys, Keyword key, String what) {
    Optional<Syntax> found = Optional.ofNullable(keys.get(key));
    if (found.isEmpty()) {
      fault(form.at(), "missing " + key + ": expected " + what);
    }
    return found;
  }

  private List<Syntax> elements(Syntax form, Map<Keyword, Syntax> keys, Keyword key, String what) {
    Optional<Syntax> found = required(form, keys, key, what);
    if (found.isPresent() && !(found.get().value() instanceof Sequential)) {
      expected(found.get(), what + " under " + key);
      return List.of();
    }
    return found.map(Syntax::children).orElse(List.of());
  }

  private void expected(Syntax syntax, String what) {
    fault(syntax.at(), "expected " + what + ", found " + shown(syntax.value()));
  }

  static String shown(Value value) {
    String text = value.toString();
    int most = 60;
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }

  private void fault(Position at, String message) {
    faults.add(new Fault(file, at, message));
  }
}
