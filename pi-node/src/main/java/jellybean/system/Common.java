package jellybean.system;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.Bool;
import jellybean.edn.EdnSet;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;

/** Reads what all kinds of children have in common. */
final class Common {
  static final int MAX_NAME_LENGTH = 64;

  /** With this and the longest address, what is heard above is still a keyword. */
  static final int MAX_MESSAGE_NAME_LENGTH = 256;

  /** Stands for a name that is at fault. */
  static final String NAMELESS = "?";

  private static final String NOT_IN_NAMES = "./:'#";

  private static final Set<String> RESERVED = Set.of("jelly");
  private static final Map<Value, Boolean> BOOLEANS = Map.of(Bool.TRUE, true, Bool.FALSE, false);
  private static final Map<Value, RestartType> RESTARTS =
      Map.of(
          Keys.PERMANENT, RestartType.PERMANENT,
          Keys.TRANSIENT, RestartType.TRANSIENT,
          Keys.TEMPORARY, RestartType.TEMPORARY);

  private final Reading reading;

  Common(Reading reading) {
    this.reading = reading;
  }

  /** Some names are unknown because their declaration is at fault. */
  void leaveOut() {
    reading.leaveOut();
  }

  Faults faults() {
    return reading.faults;
  }

  /** The name of a child, under {@code kind}; {@link #NAMELESS} if it is at fault. */
  String name(Form form, Keyword kind) {
    Syntax syntax = form.get(kind).orElse(form.syntax());
    if (!(syntax.value() instanceof Symbol symbol)) {
      faults().expected(form.spot(syntax), "a symbol as name of the " + kind.name(), syntax);
      return NAMELESS;
    }
    String name = symbol.toString();
    if (name.chars().anyMatch(c -> NOT_IN_NAMES.indexOf(c) >= 0)) {
      faults().expected(form.spot(syntax), "a name without any of " + NOT_IN_NAMES, syntax);
      return NAMELESS;
    }
    if (name.length() > MAX_NAME_LENGTH || RESERVED.contains(name)) {
      String expected = "a name of at most " + MAX_NAME_LENGTH + " characters other than jelly";
      faults().expected(form.spot(syntax), expected, syntax);
      return NAMELESS;
    }
    return name;
  }

  /** How the child is kept, as far as its declaration says. */
  PolicyKeys policy(Form form, Scope scope) {
    PolicyKeys keys =
        new PolicyKeys(
            form.get(Keys.PLACE).flatMap(s -> place(form, s, scope)),
            form.get(Keys.RESTART).flatMap(s -> oneOf(form, s, RESTARTS)),
            form.get(Keys.SHUTDOWN_MS).flatMap(s -> shutdown(s, scope)),
            form.get(Keys.SIGNIFICANT).flatMap(s -> oneOf(form, s, BOOLEANS)));
    boolean permanent = keys.restart().orElse(RestartType.PERMANENT) == RestartType.PERMANENT;
    if (permanent && keys.significant().orElse(false)) {
      faults()
          .add(
              form.spot(form.get(Keys.SIGNIFICANT).orElseThrow()),
              "a :permanent child cannot be :significant: expected :restart :transient or"
                  + " :temporary");
    }
    return keys;
  }

  /** A value that stands for one of several things; reports any other. */
  <T> Optional<T> oneOf(Form form, Syntax syntax, Map<Value, T> choices) {
    Optional<T> chosen = Optional.ofNullable(choices.get(syntax.value()));
    if (chosen.isEmpty()) {
      List<String> names = choices.keySet().stream().map(Value::toString).sorted().toList();
      String expected =
          String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
      faults().expected(form.spot(syntax), expected, syntax);
    }
    return chosen;
  }

  private Optional<Shutdown> shutdown(Syntax syntax, Scope scope) {
    return syntax.value() == Keys.INFINITY
        ? Optional.of(Shutdown.FOREVER)
        : whole(syntax, "time to end (or :infinity)", scope, 0, SupervisorReader.MAX_WITHIN_MS)
            .map(Shutdown::new);
  }

  private Optional<Place> place(Form form, Syntax syntax, Scope scope) {
    return switch (scope.params().resolve(syntax, scope.file(), faults())) {
      case Keyword k when k == Keys.HERE -> Optional.of(new Place.Here());
      case Keyword k when k == Keys.SPREAD -> Optional.of(new Place.Spread());
      case Text member -> member(member.value(), form.spot(syntax));
      case Keyword tag -> {
        // What looks like one of our own words is more likely a slip than a tag.
        String hint = faults().hint(tag, Set.of(Keys.HERE, Keys.SPREAD));
        Optional<String> fault = Tags.fault(tag);
        if (fault.isEmpty() && hint.isEmpty()) {
          yield Optional.of(new Place.Tagged(tag));
        }
        faults()
            .add(
                form.spot(syntax),
                "impossible place "
                    + tag
                    + ": expected :here, :spread, a member or a tag"
                    + fault.map(expected -> ", which is " + expected).orElse("")
                    + hint);
        yield Optional.empty();
      }
      case Value other -> {
        faults()
            .add(
                form.spot(syntax),
                "impossible place "
                    + faults().shown(other)
                    + ": expected :here, :spread, a tag as a keyword or the name of a member as a"
                    + " string");
        yield Optional.empty();
      }
    };
  }

  private Optional<Place> member(String member, Spot at) {
    try {
      return Optional.of(new Place.On(new NodeId(member)));
    } catch (BadNameException e) {
      faults().add(at, "impossible place: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** A set of names, each with its place; absent if the form has none. */
  Optional<Map<Keyword, Spot>> names(Form form, Keyword key) {
    return form.get(key).map(names -> namesIn(form, names, key));
  }

  private Map<Keyword, Spot> namesIn(Form form, Syntax names, Keyword key) {
    Map<Keyword, Spot> found = new LinkedHashMap<>();
    if (!(names.value() instanceof EdnSet)) {
      leaveOut();
      faults()
          .expected(form.spot(names), "a set of names under " + key + " such as #{:add}", names);
      return found;
    }
    for (Syntax name : names.children()) {
      keyword(name, form.file()).ifPresent(k -> found.put(k, form.spot(name)));
    }
    return found;
  }

  /** The name of a message. */
  Optional<Keyword> keyword(Syntax name, String file) {
    Spot at = new Spot(file, name.at());
    if (!(name.value() instanceof Keyword keyword)) {
      faults().expected(at, "the name of a message as a keyword", name);
      return Optional.empty();
    }
    String path = keyword.namespace().orElse("x");
    if (path.equals("jelly") || path.startsWith("jelly.")) {
      faults().expected(at, "a name outside the reserved namespace jelly", name);
      return Optional.empty();
    }
    if (path.startsWith(".") || path.endsWith(".") || path.contains("..")) {
      faults().expected(at, "a path of names with single dots between them", name);
      return Optional.empty();
    }
    if (keyword.fullName().length() > MAX_MESSAGE_NAME_LENGTH || !canBeHeard(keyword)) {
      String expected =
          "a name of at most "
              + MAX_MESSAGE_NAME_LENGTH
              + " characters that can be heard as :child/name";
      faults().expected(at, expected, name);
      return Optional.empty();
    }
    return Optional.of(keyword);
  }

  private static boolean canBeHeard(Keyword name) {
    try {
      Keyword plain = Keyword.of(name.name());
      return Keyword.of("child", plain.name()).namespace().isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** True or false; a fault if it is neither. */
  Optional<Boolean> flag(Form form, Syntax syntax) {
    return oneOf(form, syntax, BOOLEANS);
  }

  /** A whole number within bounds. */
  Optional<Long> whole(Syntax syntax, String what, Scope scope, long min, long max) {
    Value value = scope.params().resolve(syntax, scope.file(), faults());
    if (value instanceof Int n && n.value() >= min && n.value() <= max) {
      return Optional.of(n.value());
    }
    faults()
        .add(
            new Spot(scope.file(), syntax.at()),
            "bad "
                + what
                + ": expected a whole number from "
                + min
                + " to "
                + max
                + ", found "
                + faults().shown(value));
    return Optional.empty();
  }
}
