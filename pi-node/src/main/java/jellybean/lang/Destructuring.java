package jellybean.lang;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Turns binding patterns into slots, the way Clojure's {@code destructure} does. */
final class Destructuring {

  static final Symbol REST = Symbol.of("&");
  private static final Keyword AS = Keyword.of("as");
  private static final Keyword OR = Keyword.of("or");

  private final Analyser analyser;

  Destructuring(Analyser analyser) {
    this.analyser = analyser;
  }

  /** Binds what the pattern names to the parts of a value. */
  void bind(Syntax pattern, Node value, Scope scope, Bindings out) {
    if (pattern.value() instanceof Symbol name) {
      if (isLocalName(pattern, name)) {
        out.add(scope.declare(name), value);
      }
      return;
    }
    int slot = scope.temp();
    out.add(slot, value);
    bindSlot(pattern, slot, scope, out);
  }

  /** The same for a value that is in a slot already; a name simply names the slot. */
  void bindSlot(Syntax pattern, int slot, Scope scope, Bindings out) {
    switch (pattern.value()) {
      case Symbol name -> {
        if (isLocalName(pattern, name)) {
          scope.bind(name, slot);
        }
      }
      case EdnVector _ -> vector(pattern, slot, scope, out);
      case EdnMap _ -> map(pattern, slot, scope, out);
      default ->
          analyser.fault(
              pattern,
              "a binding expects a name, a vector or a map, found "
                  + Describe.text(pattern.value()));
    }
  }

  private boolean isLocalName(Syntax at, Symbol name) {
    boolean good = name.namespace().isEmpty() && !name.equals(REST);
    if (!good) {
      analyser.fault(at, "a local name expected, found " + name);
    }
    return good;
  }

  private void vector(Syntax pattern, int slot, Scope scope, Bindings out) {
    List<Syntax> parts = pattern.children();
    boolean hasRest = parts.stream().anyMatch(part -> part.value().equals(REST));
    int seq = hasRest ? scope.temp() : slot;
    if (hasRest) {
      out.add(seq, new DestructuringNodes.SeqOf(analyser.site(pattern), slot));
    }
    int index = 0;
    for (int i = 0; i < parts.size(); i++) {
      Syntax part = parts.get(i);
      if (part.value().equals(REST) || part.value() == AS) {
        if (i + 1 == parts.size()) {
          analyser.fault(part, Describe.text(part.value()) + " expects a binding after it");
          return;
        }
        boolean isRest = part.value().equals(REST);
        bind(parts.get(++i), new Nodes.Local(isRest ? seq : slot), scope, out);
      } else if (hasRest) {
        bind(part, new DestructuringNodes.FirstOf(seq), scope, out);
        out.add(seq, new DestructuringNodes.NextOf(seq));
      } else {
        bind(part, new DestructuringNodes.NthOf(analyser.site(pattern), slot, index), scope, out);
        index++;
      }
    }
  }

  private void map(Syntax pattern, int slot, Scope scope, Bindings out) {
    int map = scope.temp();
    out.add(map, new DestructuringNodes.MapOf(analyser.site(pattern), slot));
    Map<Symbol, Syntax> defaults = defaults(pattern);
    List<Syntax> parts = pattern.children();
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      if (parts.get(i).value() == AS) {
        bind(parts.get(i + 1), new Nodes.Local(map), scope, out);
      }
    }
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      if (!(parts.get(i).value() instanceof Keyword)) {
        Node key = analyser.analyse(parts.get(i + 1), scope);
        part(parts.get(i), map, key, defaults, scope, out);
      }
    }
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      if (parts.get(i).value() instanceof Keyword group && group != AS && group != OR) {
        group(parts.get(i), group, parts.get(i + 1), map, defaults, scope, out);
      }
    }
  }

  private Map<Symbol, Syntax> defaults(Syntax pattern) {
    Map<Symbol, Syntax> defaults = new HashMap<>();
    List<Syntax> parts = pattern.children();
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      if (parts.get(i).value() == OR) {
        List<Syntax> pairs = parts.get(i + 1).children();
        if (!(parts.get(i + 1).value() instanceof EdnMap)) {
          analyser.fault(parts.get(i + 1), ":or expects a map of names and defaults");
          return defaults;
        }
        for (int j = 0; j + 1 < pairs.size(); j += 2) {
          if (pairs.get(j).value() instanceof Symbol name) {
            defaults.put(name, pairs.get(j + 1));
          } else {
            analyser.fault(pairs.get(j), ":or expects names as keys");
          }
        }
      }
    }
    return defaults;
  }

  private void part(
      Syntax pattern, int map, Node key, Map<Symbol, Syntax> defaults, Scope scope, Bindings out) {
    Node absent =
        pattern.value() instanceof Symbol name && defaults.containsKey(name)
            ? analyser.analyse(defaults.get(name), scope)
            : Nodes.NIL;
    Node value = new DestructuringNodes.PartOf(analyser.site(pattern), map, key, absent);
    bind(pattern, value, scope, out);
  }

  /** {@code :keys [a b]}, {@code :strs}, {@code :syms}, {@code :ns/keys}, {@code :ns/syms}. */
  private void group(
      Syntax at,
      Keyword group,
      Syntax names,
      int map,
      Map<Symbol, Syntax> defaults,
      Scope scope,
      Bindings out) {
    boolean known =
        switch (group.name()) {
          case "keys", "syms" -> true;
          case "strs" -> group.namespace().isEmpty();
          default -> false;
        };
    if (!known || !(names.value() instanceof EdnVector)) {
      analyser.fault(
          at,
          known
              ? group + " expects a vector of names"
              : "a map pattern expects :keys, :strs, :syms, :or or :as, found " + group);
      return;
    }
    for (Syntax name : names.children()) {
      Optional<Value> key = key(group, name.value());
      if (key.isEmpty()) {
        analyser.fault(name, group + " expects names, found " + Describe.text(name.value()));
      } else {
        Symbol local = Symbol.of(localName(name.value()));
        Syntax pattern = new Syntax(local, name.at(), List.of());
        part(pattern, map, new Nodes.Constant(key.get()), defaults, scope, out);
      }
    }
  }

  private static String localName(Value name) {
    return name instanceof Keyword keyword ? keyword.name() : ((Symbol) name).name();
  }

  private static Optional<Value> key(Keyword group, Value name) {
    String full =
        switch (name) {
          case Symbol symbol -> symbol.toString();
          case Keyword keyword -> keyword.fullName();
          default -> "";
        };
    if (full.isEmpty()) {
      return Optional.empty();
    }
    String qualified =
        group.namespace().isPresent() && full.indexOf('/') < 0
            ? group.namespace().get() + "/" + full
            : full;
    return Optional.of(
        switch (group.name()) {
          case "keys" -> Keyword.of(qualified);
          case "syms" -> Symbol.of(qualified);
          default -> new Text(localName(name));
        });
  }
}
