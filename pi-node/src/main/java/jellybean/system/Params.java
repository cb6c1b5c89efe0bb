package jellybean.system;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jellybean.edn.Coll;
import jellybean.edn.EdnException;
import jellybean.edn.EdnList;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnSet;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.ReadLimits;
import jellybean.edn.SortedMap;
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

  static final Params NONE = new Params(Map.of(), List.of(), true);

  private static final Symbol QUOTE = Symbol.of("quote");

  private final Map<Symbol, Value> values;
  private final List<NamedForm> forms;

  /** Whether all were given; those that were not are nil, and equal where they should not be. */
  private final boolean complete;

  private Params(Map<Symbol, Value> values, List<NamedForm> forms, boolean complete) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    this.forms = List.copyOf(forms);
    this.complete = complete;
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
    boolean complete = true;
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
        complete = false;
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
    return new Params(values, forms, complete);
  }

  /** A value for a param and where it was given. */
  record Given(Value value, Spot at) {}

  /**
   * The value that {@code data} stands for here; reports every symbol that is no param. Bounded,
   * though params that are given to params could grow without end.
   */
  Value resolve(Syntax data, String file, Faults faults) {
    Value value = replaced(data, file, faults);
    return fits(value, 0, new Spot(file, data.at()), faults) ? value : Nil.NIL;
  }

  /** Whether a value has no more bytes and levels than it may; reports it if it has. */
  private static boolean fits(Value value, int levelsAround, Spot at, Faults faults) {
    int levels = value.depth() + levelsAround;
    boolean fits = value.weightBytes() <= MAX_BYTES && levels <= ReadLimits.DEFAULT_DEPTH;
    if (!fits) {
      faults.add(
          at,
          "value too large: expected at most "
              + MAX_BYTES
              + " bytes and "
              + ReadLimits.DEFAULT_DEPTH
              + " levels once params are filled in, found "
              + value.weightBytes()
              + " and "
              + levels);
    }
    return fits;
  }

  private Value replaced(Syntax data, String file, Faults faults) {
    return switch (data.value()) {
      case Symbol symbol -> param(symbol, new Spot(file, data.at()), faults);
      case EdnList list when isQuote(data) -> data.children().get(1).value();
      case EdnList list -> EdnList.of(parts(data, file, faults));
      case EdnVector vector -> EdnVector.of(parts(data, file, faults));
      case EdnSet set -> sortedLike(set, setOf(data, file, faults), data, file, faults);
      case EdnMap map -> sortedLike(map, mapOf(data, file, faults), data, file, faults);
      case Tagged tagged -> tagged(tagged.tag(), data, file, faults);
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

  private Value tagged(Symbol tag, Syntax data, String file, Faults faults) {
    Syntax inner = data.children().getFirst();
    Value value = replaced(inner, file, faults);
    boolean fits = fits(value, 1, new Spot(file, inner.at()), faults);
    return fits ? new Tagged(tag, value) : Nil.NIL;
  }

  private EdnSet setOf(Syntax data, String file, Faults faults) {
    Map<Value, Spot> known = new HashMap<>();
    EdnSet set = EdnSet.EMPTY;
    for (Syntax part : data.children()) {
      Value element = replaced(part, file, faults);
      if (isNew(known, "element", element, new Spot(file, part.at()), faults)) {
        set = set.with(element);
      }
    }
    return set;
  }

  private EdnMap mapOf(Syntax data, String file, Faults faults) {
    Map<Value, Spot> known = new HashMap<>();
    EdnMap map = EdnMap.EMPTY;
    for (Form.Entry entry : Form.entriesOf(data)) {
      Value key = replaced(entry.key(), file, faults);
      Value value = replaced(entry.value(), file, faults);
      if (isNew(known, "key", key, new Spot(file, entry.key().at()), faults)) {
        map = map.with(key, value);
      }
    }
    return map;
  }

  /** Sorted as the data was; reports params that have no place among the keys. */
  private static Value sortedLike(
      Coll data, Coll filled, Syntax syntax, String file, Faults faults) {
    if (!data.isSorted()) {
      return filled;
    }
    try {
      return filled instanceof EdnMap map
          ? SortedMap.copyOf(map)
          : EdnSet.sortedCopyOf((EdnSet) filled);
    } catch (EdnException e) {
      faults.add(new Spot(file, syntax.at()), e.detail() + " once params are filled in");
      return filled;
    }
  }

  /**
   * Whether a key or an element can be added: the reader saw to it that they are distinct and not
   * too deep, but that was before params became parts of them.
   */
  private boolean isNew(Map<Value, Spot> known, String role, Value value, Spot at, Faults faults) {
    if (!fits(value, 0, at, faults)) {
      return false;
    }
    Spot first = known.putIfAbsent(value, at);
    if (first != null && complete) {
      faults.add(
          at,
          "duplicate "
              + role
              + " "
              + faults.shown(value)
              + " once params are filled in: expected each once, found it before at "
              + first);
    }
    return first == null;
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
