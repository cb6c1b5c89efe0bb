package jellybean.lang;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.Symbol;

/** The names that a document or a session defines, and around them those of others. */
final class Globals {
  private final Map<Symbol, Global> own = new LinkedHashMap<>();
  private final Optional<Globals> around;

  private Globals(Optional<Globals> around) {
    this.around = around;
  }

  /** No names yet, and none around. */
  static Globals empty() {
    return new Globals(Optional.empty());
  }

  /** No names yet, but those of others are seen as long as none here hides them. */
  static Globals inside(Globals around) {
    return new Globals(Optional.of(around));
  }

  void put(Global global) {
    own.put(global.name, global);
  }

  void remove(Symbol name) {
    own.remove(name);
  }

  Optional<Global> find(Symbol name) {
    Optional<Global> found = findOwn(name);
    return found.isPresent() ? found : around.flatMap(others -> others.find(name));
  }

  Optional<Global> findOwn(Symbol name) {
    return Optional.ofNullable(own.get(name));
  }

  /** The names that are not from around. */
  List<Symbol> ownNames() {
    return List.copyOf(own.keySet());
  }

  void addNames(Collection<String> all) {
    own.keySet().forEach(name -> all.add(name.toString()));
    around.ifPresent(others -> others.addNames(all));
  }
}
