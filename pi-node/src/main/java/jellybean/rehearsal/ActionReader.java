package jellybean.rehearsal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Position;
import jellybean.edn.Sequential;
import jellybean.edn.Syntax;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;
import jellybean.system.Spelling;

/** Reads the steps of a rehearsal. */
final class ActionReader {
  /** The longest that may pass in one step: a year. */
  static final long MAX_ADVANCE_MS = 366L * 86_400_000;

  /** How each kind of step looks. */
  private static final Map<String, String> SHAPES = new LinkedHashMap<>();

  static {
    SHAPES.put("send", "[:send \"/cluster\" :name data]");
    SHAPES.put("say", "[:say \"/cluster/device\" :name data]");
    SHAPES.put("ask", "[:ask \"/cluster/device\" :name data]");
    SHAPES.put("advance-ms", "[:advance-ms 500]");
    SHAPES.put("expect-said", "[:expect-said \"/cluster/actor\" [[:name data] …]]");
    SHAPES.put("expect-received", "[:expect-received \"/cluster/actor\" [[:name data] …]]");
    SHAPES.put("expect-replies", "[:expect-replies \"/cluster/device\" [data …]]");
    SHAPES.put("expect-state", "[:expect-state \"/cluster/actor\" state]");
    SHAPES.put("expect-children", "[:expect-children \"/cluster/child\" [\"name\" …]]");
    SHAPES.put("expect-dead-letters", "[:expect-dead-letters [[:reason :name data] …]]");
  }

  private final BiConsumer<Position, String> faults;

  ActionReader(BiConsumer<Position, String> faults) {
    this.faults = faults;
  }

  Optional<Action> read(Syntax step) {
    Optional<String> kind =
        step.value() instanceof Sequential list
                && list.size() > 0
                && list.first() instanceof Keyword name
                && SHAPES.containsKey(name.name())
                && name.namespace().isEmpty()
            ? Optional.of(name.name())
            : Optional.empty();
    if (kind.isEmpty()) {
      faults.accept(
          step.at(),
          "unknown step "
              + RehearsalReader.shown(step.value())
              + hint(step.value())
              + ": expected one of "
              + String.join(", ", SHAPES.values()));
      return Optional.empty();
    }
    List<Value> parts = new ArrayList<>();
    ((Sequential) step.value()).forEach(parts::add);
    Optional<Action> action = action(kind.get(), step.at(), parts);
    if (action.isEmpty()) {
      faults.accept(
          step.at(),
          "bad step: expected "
              + SHAPES.get(kind.get())
              + (kind.get().equals("advance-ms") ? " of 0 to " + MAX_ADVANCE_MS : "")
              + ", found "
              + RehearsalReader.shown(step.value()));
    }
    return action;
  }

  private static String hint(Value step) {
    return step instanceof Sequential list && list.size() > 0 && list.first() instanceof Keyword k
        ? Spelling.hint(k, SHAPES.keySet().stream().map(Keyword::of).toList())
        : "";
  }

  private static Optional<Action> action(String kind, Position at, List<Value> parts) {
    return switch (kind) {
      case "send" -> toSomebody(parts, (to, name, data) -> new Action.Send(at, to, name, data));
      case "say" -> toSomebody(parts, (by, name, data) -> new Action.Say(at, by, name, data));
      case "ask" -> toSomebody(parts, (by, name, data) -> new Action.Ask(at, by, name, data));
      case "expect-replies" ->
          about(parts, (by, all) -> Optional.of(new Action.ExpectReplies(at, by, all)));
      case "advance-ms" -> advance(at, parts);
      case "expect-said" ->
          about(parts, (by, all) -> messages(all).map(m -> new Action.ExpectSaid(at, by, m)));
      case "expect-received" ->
          about(parts, (to, all) -> messages(all).map(m -> new Action.ExpectReceived(at, to, m)));
      case "expect-state" ->
          about(parts, (actor, state) -> Optional.of(new Action.ExpectState(at, actor, state)));
      case "expect-children" ->
          about(parts, (of, names) -> Optional.of(new Action.ExpectChildren(at, of, names)));
      case "expect-dead-letters" ->
          parts.size() == 2
              ? letters(parts.get(1)).map(l -> new Action.ExpectDeadLetters(at, l))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private interface WithMessage {
    Action of(Address address, Keyword name, Value data);
  }

  private static Optional<Action> toSomebody(List<Value> parts, WithMessage make) {
    boolean fits = parts.size() == 3 || parts.size() == 4;
    if (!fits || !(parts.get(2) instanceof Keyword name)) {
      return Optional.empty();
    }
    Value data = parts.size() == 4 ? parts.get(3) : Nil.NIL;
    return address(parts.get(1)).map(address -> make.of(address, name, data));
  }

  private static Optional<Action> advance(Position at, List<Value> parts) {
    return parts.size() == 2
            && parts.get(1) instanceof Int ms
            && ms.value() >= 0
            && ms.value() <= MAX_ADVANCE_MS
        ? Optional.of(new Action.Advance(at, ms.value()))
        : Optional.empty();
  }

  private interface About {
    Optional<Action> of(Address address, Value rest);
  }

  private static Optional<Action> about(List<Value> parts, About make) {
    return parts.size() == 3
        ? address(parts.get(1)).flatMap(address -> make.of(address, parts.get(2)))
        : Optional.empty();
  }

  private static Optional<Address> address(Value value) {
    try {
      return value instanceof Text text ? Optional.of(new Address(text.value())) : Optional.empty();
    } catch (BadNameException e) {
      return Optional.empty();
    }
  }

  private static Optional<List<Action.Message>> messages(Value value) {
    return tuples(value, 2)
        .filter(all -> all.stream().allMatch(m -> isName(m.getFirst())))
        .map(all -> all.stream().map(m -> new Action.Message(m.get(0), m.get(1))).toList());
  }

  private static Optional<List<Action.DeadMessage>> letters(Value value) {
    return tuples(value, 3)
        .filter(all -> all.stream().allMatch(m -> isName(m.get(0)) && isName(m.get(1))))
        .map(
            all ->
                all.stream()
                    .map(m -> new Action.DeadMessage(m.get(0), m.get(1), m.get(2)))
                    .toList());
  }

  private static boolean isName(Value value) {
    return value instanceof Keyword || value.equals(Difference.ANYTHING);
  }

  /** Lists of so many values each; the last one may be left out and is nil then. */
  private static Optional<List<List<Value>>> tuples(Value value, int size) {
    if (!(value instanceof Sequential list)) {
      return Optional.empty();
    }
    List<List<Value>> tuples = new ArrayList<>();
    for (Value each : list) {
      if (!(each instanceof Sequential tuple)) {
        return Optional.empty();
      }
      List<Value> parts = new ArrayList<>();
      tuple.forEach(parts::add);
      if (parts.size() == size - 1) {
        parts.add(Nil.NIL);
      }
      if (parts.size() != size) {
        return Optional.empty();
      }
      tuples.add(parts);
    }
    return Optional.of(tuples);
  }
}
