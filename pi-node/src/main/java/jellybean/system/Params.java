package jellybean.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.ReadLimits;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Tagged;
import jellybean.edn.Value;
import jellybean.lang.NamedForm;

/**
 * The params of one use of a file. In data ({@code :state}, {@code :with}, what configures a
 * device, numbers and places) a symbol is the name of a param and {@code (quote x)} is {@code x}
 * itself; in functions params are constants.
 */
final class Params {
  /** As a default: it must be given. */
  static final Symbol HOLE = Symbol.of("_");

  /** Bound on one value. */
  static final int MAX_BYTES = 4 << 20;

  static final Params NONE = new Params(Map.of(), List.of());

  private static final Symbol QUOTE = Symbol.of("quote");

  private final Map<Symbol, Value> values;
  private final List<NamedForm> forms;

  private Params(Map<Symbol, Value> values, List<NamedForm> forms) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    this.forms = List.copyOf(forms);
  }

  /** Definitions of all params for a program. */
  List<NamedForm> forms() {
    return forms;
  }

  Map<Symbol, Value> values() {
    return values;
  }

  /**
   * Fills the declared params of a file.
   *
   * @param declared the map under {@code :params}
   * @param given values by symbol or keyword
   * @param use where they are given, or should have been
   * @param holesStay whether a param without a default may be given later
   */
  static Params fill(
      Syntax declared,
      String file,
      Map<String, Given> given,
      Spot use,
      boolean holesStay,
      Faults f) {
    Map<Symbol, Value> values = new LinkedHashMap<>();
    for (Form.Entry entry : Form.entriesOf(declared)) {
      Spot at = new Spot(file, entry.key().at());
      if (!(entry.key().value() instanceof Symbol name) || name.namespace().isPresent()) {
        f.expected(at, "the name of a param as a symbol", entry.key());
      } else if (given.containsKey(name.name())) {
        values.put(name, given.get(name.name()).value());
      } else if (entry.value().value().equals(HOLE)) {
        if (!holesStay) {
          f.add(use, "missing param " + name + ": expected it in :with");
        }
        values.put(name, Nil.NIL);
      } else {
        values.put(name, NONE.resolve(entry.value(), file, f));
      }
    }
    List<String> names = values.keySet().stream().map(Symbol::name).toList();
    given.forEach(
        (name, it) -> {
          if (!names.contains(name)) {
            f.add(it.at(), "unknown param " + name + " of " + file + f.hint(name, names));
          }
        });
    List<NamedForm> forms = new ArrayList<>();
    for (Form.Entry entry : Form.entriesOf(declared)) {
      if (entry.key().value() instanceof Symbol name && values.containsKey(name)) {
        forms.add(Functions.constant(file, name, entry.key().at(), values.get(name)));
      }
    }
    return new Params(values, forms);
  }

  /** A value for a param and where it was given. */
  record Given(Value value, Spot at) {}

  /**
   * The value that {@code data} stands for here; reports every symbol that is no param. Bounded,
   * though params that are given to params could grow without end.
   */
  Value resolve(Syntax data, String file, Faults faults) {
    Value value = replaced(data, file, faults);
    if (value.weightBytes() > MAX_BYTES || value.depth() > ReadLimits.DEFAULT_DEPTH) {
      faults.add(
          new Spot(file, data.at()),
          "value too large: expected at most "
              + MAX_BYTES
              + " bytes and "
              + ReadLimits.DEFAULT_DEPTH
              + " levels once params are filled in, found "
              + value.weightBytes()
              + " and "
              + value.depth());
      return Nil.NIL;
    }
    return value;
  }

  private Value replaced(Syntax data, String file, Faults faults) {
    return switch (data.value()) {
      case Symbol symbol -> param(symbol, new Spot(file, data.at()), faults);
      case EdnList list when isQuote(data) -> data.children().get(1).value();
      case EdnList list -> EdnList.of(parts(data, file, faults));
      case EdnVector vector -> EdnVector.of(parts(data, file, faults));
      case EdnSet set -> setOf(parts(data, file, faults));
      case EdnMap map -> mapOf(parts(data, file, faults));
      case Tagged tagged -> new Tagged(tagged.tag(), parts(data, file, faults).getFirst());
      default -> data.value();
    };
  }

  private Value param(Symbol symbol, Spot at, Faults faults) {
    Value value = values.get(symbol);
    if (value != null) {
      return value;
    }
    String hint = faults.hint(symbol, values.keySet());
    String quoted = hint.isEmpty() ? " (a symbol as data is written (quote " + symbol + "))" : hint;
    faults.add(at, "unknown param " + symbol + quoted);
    return symbol;
  }

  private static boolean isQuote(Syntax data) {
    return data.children().size() == 2 && data.children().getFirst().value().equals(QUOTE);
  }

  private List<Value> parts(Syntax data, String file, Faults faults) {
    List<Value> parts = new ArrayList<>();
    data.children().forEach(child -> parts.add(replaced(child, file, faults)));
    return parts;
  }

  private static Value setOf(List<Value> parts) {
    EdnSet set = EdnSet.EMPTY;
    for (Value part : parts) {
      set = set.with(part);
    }
    return set;
  }

  private static Value mapOf(List<Value> parts) {
    EdnMap map = EdnMap.EMPTY;
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      map = map.with(parts.get(i), parts.get(i + 1));
    }
    return map;
  }

  /** Params by name from a map with symbols or keywords as keys; reports other keys. */
  static Map<String, Given> given(Map<Syntax, Value> with, String file, Faults faults) {
    Map<String, Given> given = new LinkedHashMap<>();
    with.forEach(
        (key, value) -> {
          Spot at = new Spot(file, key.at());
          switch (key.value()) {
            case Symbol s when s.namespace().isEmpty() -> given.put(s.name(), new Given(value, at));
            case Keyword k when k.namespace().isEmpty() ->
                given.put(k.name(), new Given(value, at));
            default -> faults.expected(at, "the name of a param as a symbol", key);
          }
        });
    return given;
  }
}
