package jellybean.lang;

import java.util.Optional;
import java.util.UUID;
import jellybean.edn.Inst;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Symbol;
import jellybean.edn.Text;
import jellybean.edn.Uuid;
import jellybean.edn.Value;

/** Keywords, symbols, and the other scalars. */
final class NameTheme implements Theme {

  @Override
  public String table() {
    return """
    keyword | name, namespace name | A keyword; nil if the one argument is no name.
    symbol | name, namespace name | A symbol.
    name | x | The name of a keyword or symbol; a string itself.
    namespace | x | The namespace of a keyword or symbol, else nil.
    parse-uuid | text | The UUID a string spells, else nil.
    inst-ms | inst | The milliseconds of an instant since 1970.\
    """;
  }

  @Override
  public Builtin.Maker link(String name) {
    Builtin.Maker make = Builtin.named(name);
    return switch (name) {
      case "keyword" ->
          make.on1((_, x) -> keyword(x)).on2((_, space, x) -> keyword(qualified(space, x)));
      case "symbol" ->
          make.on1((_, x) -> symbol(x)).on2((_, space, x) -> symbol(qualified(space, x)));
      case "name" -> make.on1((_, x) -> name(x));
      case "namespace" -> make.on1((_, x) -> namespace(x));
      case "parse-uuid" -> make.on1((_, x) -> parseUuid(Args.text(x)));
      case "inst-ms" -> make.on1((_, x) -> millis(x));
      default -> throw Theme.unlinked(name);
    };
  }

  static Value keyword(Value x) {
    return switch (x) {
      case Keyword keyword -> keyword;
      case Symbol symbol -> keywordOf(symbol.toString());
      case Text text -> keywordOf(text.value());
      default -> Nil.NIL;
    };
  }

  private static Value keywordOf(String name) {
    try {
      return Keyword.of(name);
    } catch (IllegalArgumentException e) {
      throw LangError.expected("a name that can be read back as a keyword", new Text(name));
    }
  }

  private static Value symbol(Value x) {
    return switch (x) {
      case Symbol symbol -> symbol;
      case Keyword keyword -> symbolOf(keyword.fullName());
      case Text text -> symbolOf(text.value());
      default -> throw LangError.expected("a string, keyword or symbol", x);
    };
  }

  private static Value symbolOf(String name) {
    try {
      return Symbol.of(name);
    } catch (IllegalArgumentException e) {
      throw LangError.expected("a name that can be read back as a symbol", new Text(name));
    }
  }

  private static Text qualified(Value space, Value name) {
    String own = Args.text(name);
    return new Text(space == Nil.NIL ? own : Args.text(space) + "/" + own);
  }

  private static Value name(Value x) {
    return switch (x) {
      case Text text -> text;
      case Keyword keyword -> new Text(keyword.name());
      case Symbol symbol -> new Text(symbol.name());
      default -> throw LangError.expected("a keyword, symbol or string", x);
    };
  }

  private static Value namespace(Value x) {
    Optional<String> space =
        switch (x) {
          case Keyword keyword -> keyword.namespace();
          case Symbol symbol -> symbol.namespace();
          default -> throw LangError.expected("a keyword or symbol", x);
        };
    return space.<Value>map(Text::new).orElse(Nil.NIL);
  }

  private static Value parseUuid(String text) {
    try {
      return new Uuid(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Nil.NIL;
    }
  }

  private static Value millis(Value x) {
    if (x instanceof Inst inst) {
      return Int.of(inst.value().toEpochMilli());
    }
    throw LangError.expected("an instant", x);
  }
}
