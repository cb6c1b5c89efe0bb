package jellybean.system;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Value;

/**
 * What an actor does, as a digest of its declaration and of all functions and params that it uses,
 * wherever they stand: two versions of a document in which it is the same do not differ in how the
 * actor behaves. Spaces, comments and the order of keys do not count.
 */
final class Meaning {
  /** They say where and under whom an actor lives and how it is reached, not what it does. */
  private static final Set<Keyword> APART =
      Set.of(
          Keys.MIGRATE,
          Keys.MAILBOX,
          Keys.PARK_MS,
          Keys.AT_LEAST_ONCE,
          Keys.DATAGRAM,
          Keys.PLACE,
          Keys.RESTART,
          Keys.SHUTDOWN_MS,
          Keys.SIGNIFICANT);

  private static final int DIGEST_CHARACTERS = 32;

  private final Scope scope;
  private final Map<Symbol, Value> used = new HashMap<>();

  private Meaning(Scope scope) {
    this.scope = scope;
  }

  static String of(Form actor, Scope scope) {
    Meaning meaning = new Meaning(scope);
    EdnMap own = EdnMap.EMPTY;
    for (Form.Entry entry : actor.entries()) {
      if (entry.key().value() instanceof Keyword key && !APART.contains(key)) {
        meaning.follow(entry.value());
        own = own.with(key, entry.value().value());
      }
    }
    EdnMap around = EdnMap.EMPTY;
    for (var name : meaning.used.entrySet()) {
      around = around.with(name.getKey(), name.getValue());
    }
    return digest(EdnPrinter.canonical(EdnVector.of(own, around)));
  }

  /** Names that are bound inside a function and outside of it count, too: that does no harm. */
  private void follow(Syntax part) {
    if (part.value() instanceof Symbol symbol && !used.containsKey(symbol)) {
      Optional<Syntax> form = scope.functions().form(symbol);
      form.ifPresent(
          found -> {
            used.put(symbol, found.value());
            follow(found);
          });
      if (form.isEmpty() && scope.params().values().containsKey(symbol)) {
        used.put(symbol, scope.params().values().get(symbol));
      }
    }
    part.children().forEach(this::follow);
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash).substring(0, DIGEST_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
