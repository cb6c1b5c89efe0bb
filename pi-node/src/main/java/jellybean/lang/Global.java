package jellybean.lang;

import java.util.Optional;
import jellybean.edn.Symbol;
import jellybean.edn.Value;
import org.jspecify.annotations.Nullable;

/**
 * A name that a document or a session defines.
 *
 * <p>In a program it is set once, before the program is handed out; in a session it changes only
 * between forms.
 */
final class Global {
  final Symbol name;

  /** What is known of a function's arguments before it exists; empty if nothing is. */
  final Optional<Arity> arity;

  private @Nullable Value value;

  Global(Symbol name, Optional<Arity> arity) {
    this.name = name;
    this.arity = arity;
  }

  void define(Value defined) {
    value = defined;
  }

  Optional<Value> value() {
    return Optional.ofNullable(value);
  }

  Value value(Site site) {
    Value defined = value;
    if (defined == null) {
      throw LangError.noValueYet(name).at(site);
    }
    return defined;
  }
}
