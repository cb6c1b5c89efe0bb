package jellybean.lang;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import jellybean.edn.Symbol;

/** All functions of the language by name. */
public final class Builtins {

  private static final List<Theme> THEMES =
      List.of(
          new ArithmeticTheme(),
          new ComparisonTheme(),
          new BitTheme(),
          new PredicateTheme(),
          new CollectionTheme(),
          new MapTheme(),
          new SetTheme(),
          new SequenceTheme(),
          new OrderTheme(),
          new SelectionTheme(),
          new FoldTheme(),
          new FunctionTheme(),
          new WalkTheme(),
          new TextTheme(),
          new NameTheme());

  private static final Map<String, String> ALIASES =
      Map.of(
          "clojure.core/", "",
          "clojure.string/", "str/",
          "clojure.set/", "set/",
          "clojure.walk/", "walk/");

  private static final Map<String, Theme> BY_NAME = byName();
  private static final ConcurrentMap<String, Builtin> LINKED = new ConcurrentHashMap<>();

  private Builtins() {}

  private static Map<String, Theme> byName() {
    Map<String, Theme> all = new HashMap<>();
    for (Theme theme : THEMES) {
      for (Doc doc : theme.docs()) {
        if (all.put(doc.name(), theme) != null) {
          throw new IllegalStateException(doc.name() + " is in two tables");
        }
      }
    }
    return all;
  }

  /** What every function is called with and does, theme by theme. */
  public static List<Doc> docs() {
    List<Doc> all = new ArrayList<>();
    THEMES.forEach(theme -> all.addAll(theme.docs()));
    return all;
  }

  static Set<String> names() {
    return BY_NAME.keySet();
  }

  /** The function of a name; the namespaces of Clojure have short names here. */
  static Optional<Builtin> find(Symbol symbol) {
    String name = canonical(symbol.toString());
    Theme theme = BY_NAME.get(name);
    return theme == null
        ? Optional.empty()
        : Optional.of(LINKED.computeIfAbsent(name, n -> theme.link(n).make()));
  }

  private static String canonical(String name) {
    for (Map.Entry<String, String> alias : ALIASES.entrySet()) {
      if (name.startsWith(alias.getKey()) && name.length() > alias.getKey().length()) {
        return alias.getValue() + name.substring(alias.getKey().length());
      }
    }
    return name;
  }
}
