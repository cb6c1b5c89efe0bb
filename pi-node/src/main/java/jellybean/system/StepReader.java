package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.actor.StepException;
import jellybean.edn.Bool;
import jellybean.edn.Coll;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Opaque;
import jellybean.edn.Sequential;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;

/**
 * Reads what a behaviour written in EDN returns. Strict: whatever is not a step as the design has
 * it fails the step.
 */
final class StepReader {
  static final long DEFAULT_WITHIN_MS = 5_000;
  static final long MAX_WITHIN_MS = 86_400_000;
  static final long MAX_DELAY_MS = 366L * 86_400_000;

  private static final Keyword STATE = Keyword.of("state");
  private static final Keyword SAY = Keyword.of("say");
  private static final Keyword AFTER = Keyword.of("after");
  private static final Keyword REPLY = Keyword.of("reply");
  private static final Keyword WATCH = Keyword.of("watch");
  private static final Keyword UNWATCH = Keyword.of("unwatch");
  private static final Keyword STOP = Keyword.of("stop");
  private static final Keyword WITHIN_MS = Keyword.of("within-ms");
  private static final Set<Keyword> KEYS = Set.of(STATE, SAY, AFTER, REPLY, WATCH, UNWATCH, STOP);
  private static final int FEW_EFFECTS = 4;

  /** Stands for what is not there; compared by identity. */
  private static final Value ABSENT = Symbol.of("absent");

  private static final String SAY_SHAPE =
      "[name data] or [name data {:reply name :within-ms n :instance id}] in :say";
  private static final String OPTIONS_SHAPE = "{:reply name :within-ms n :instance id}";
  private static final Set<Keyword> SAY_KEYS = Set.of(REPLY, WITHIN_MS, Protocol.INSTANCE);

  private final Set<Keyword> says;
  private final Set<Keyword> handled;

  StepReader(Set<Keyword> says, Set<Keyword> handled) {
    this.says = says;
    this.handled = handled;
  }

  /**
   * A step as a behaviour returned it.
   *
   * @param state absent: unchanged
   */
  record Returned(Optional<Value> state, List<Effect> effects) {
    static final Returned NOTHING = new Returned(Optional.empty(), List.of());
  }

  /**
   * @throws StepException with what was expected and found, without the place
   */
  Returned read(Value step) {
    if (step == Nil.NIL) {
      return Returned.NOTHING;
    }
    if (!(step instanceof EdnMap map)) {
      throw unexpected("a map or nil", step);
    }
    Value state = map.get(STATE, ABSENT);
    List<Effect> effects = new ArrayList<>(FEW_EFFECTS);
    int known =
        (state == ABSENT ? 0 : 1)
            + each(map, SAY, effects, this::say)
            + each(map, REPLY, effects, StepReader::answer)
            + each(map, AFTER, effects, this::after)
            + each(map, WATCH, effects, StepReader::watch)
            + each(map, UNWATCH, effects, StepReader::unwatch)
            + stop(map, effects);
    if (known != map.size()) {
      requireKeys(map, KEYS, "a step");
    }
    if (effects.size() > Step.MAX_EFFECTS) {
      throw tooMany(effects.size());
    }
    return new Returned(state == ABSENT ? Optional.empty() : Optional.of(state), effects);
  }

  /** Reads one part of a sequence. */
  private interface Part {
    Effect read(Value part);
  }

  /** Reads what stands under a key; how many of the step's keys that was. */
  private static int each(EdnMap step, Keyword key, List<Effect> effects, Part part) {
    Value parts = step.get(key, ABSENT);
    if (parts == ABSENT) {
      return 0;
    }
    if (parts == Nil.NIL) {
      return 1;
    }
    if (!(parts instanceof Sequential sequence)) {
      throw unexpected("a vector under " + key, parts);
    }
    if (sequence.size() > Step.MAX_EFFECTS) {
      throw tooMany(sequence.size());
    }
    for (Value value : sequence) {
      effects.add(part.read(value));
    }
    return 1;
  }

  private static int stop(EdnMap step, List<Effect> effects) {
    Value reason = step.get(STOP, ABSENT);
    if (reason == ABSENT) {
      return 0;
    }
    if (reason != Nil.NIL && reason != Bool.FALSE) {
      effects.add(new Effect.Stop(data(reason)));
    }
    return 1;
  }

  private static StepException tooMany(int found) {
    return new StepException("expected at most " + Step.MAX_EFFECTS + " effects, found " + found);
  }

  private Effect say(Value value) {
    Sequential parts = parts(value, SAY_SHAPE, 2, 3);
    Keyword name = name(parts.first(), SAY_SHAPE, value);
    if (!says.contains(name)) {
      throw new StepException(
          "expected a name that :says lists, found " + name + Spelling.hint(name, says));
    }
    if (parts.size() == 2) {
      return Effect.say(name, data(parts.get(1)));
    }
    EdnMap options = options(parts.get(2));
    boolean asks = options.containsKey(REPLY) || options.containsKey(WITHIN_MS);
    return new Effect.Say(
        name,
        data(parts.get(1)),
        asks ? Optional.of(ask(options, parts.get(2))) : Optional.empty(),
        options.find(Protocol.INSTANCE));
  }

  private static EdnMap options(Value value) {
    if (!(value instanceof EdnMap map)) {
      throw unexpected(OPTIONS_SHAPE, value);
    }
    requireKeys(map, SAY_KEYS, OPTIONS_SHAPE);
    return map;
  }

  private Effect.Ask ask(EdnMap map, Value value) {
    String shape = OPTIONS_SHAPE;
    Keyword reply = handledName(name(map.get(REPLY, Nil.NIL), shape, value));
    long withinMs =
        map.containsKey(WITHIN_MS)
            ? whole(map.get(WITHIN_MS), ":within-ms", 1, MAX_WITHIN_MS)
            : DEFAULT_WITHIN_MS;
    return new Effect.Ask(reply, withinMs);
  }

  private static Effect answer(Value value) {
    Sequential parts = parts(value, "[reply-to data] in :reply", 2, 2);
    return new Effect.Answer(ReplyTos.fromValue(parts.get(0)), data(parts.get(1)));
  }

  private Effect after(Value value) {
    String shape = "[milliseconds name data] in :after";
    Sequential parts = parts(value, shape, 3, 3);
    long delayMs = whole(parts.get(0), "delay in :after", 0, MAX_DELAY_MS);
    Keyword name = handledName(name(parts.get(1), shape, value));
    return new Effect.After(delayMs, name, data(parts.get(2)));
  }

  private static Effect watch(Value address) {
    return new Effect.Watch(address(address));
  }

  private static Effect unwatch(Value address) {
    return new Effect.Unwatch(address(address));
  }

  private static Address address(Value value) {
    if (!(value instanceof Text text)) {
      throw unexpected("an address as a string", value);
    }
    try {
      return new Address(text.value());
    } catch (BadNameException e) {
      throw new StepException(e.getMessage());
    }
  }

  private static Sequential parts(Value value, String shape, int min, int max) {
    if (value instanceof Sequential parts && parts.size() >= min && parts.size() <= max) {
      return parts;
    }
    throw unexpected(shape, value);
  }

  private static Keyword name(Value value, String shape, Value whole) {
    if (value instanceof Keyword keyword) {
      return keyword;
    }
    throw unexpected(shape, whole);
  }

  /** What comes back to the actor itself must be something it handles. */
  private Keyword handledName(Keyword name) {
    if (!handled.contains(name)) {
      throw new StepException(
          "expected a name that :on lists, found " + name + Spelling.hint(name, handled));
    }
    return name;
  }

  private static long whole(Value value, String what, long min, long max) {
    if (value instanceof Int n && n.value() >= min && n.value() <= max) {
      return n.value();
    }
    throw unexpected(what + " from " + min + " to " + max, value);
  }

  private static void requireKeys(EdnMap map, Set<Keyword> known, String what) {
    for (Value key : map.keys()) {
      if (!(key instanceof Keyword keyword) || !known.contains(keyword)) {
        throw new StepException(
            "expected the keys of "
                + what
                + ", found "
                + Faults.show(key)
                + Spelling.hint(key, known));
      }
    }
  }

  /** Data that leaves the actor: values only, no functions. */
  private static Value data(Value value) {
    if (holdsFunction(value)) {
      throw new StepException("expected data that can be written, found a function in it");
    }
    return value;
  }

  /** Recursion is bounded by the nesting of values, which the language bounds. */
  static boolean holdsFunction(Value value) {
    if (value instanceof Coll coll) {
      if (coll.isSortedByFunction()) {
        return true;
      }
      if (coll instanceof EdnMap map) {
        return map.anyPart(StepReader::holdsFunction);
      }
      return anyHoldsFunction(coll);
    }
    return value instanceof Opaque
        || (value instanceof Tagged tagged && holdsFunction(tagged.value()));
  }

  private static boolean anyHoldsFunction(Iterable<Value> values) {
    for (Value value : values) {
      if (holdsFunction(value)) {
        return true;
      }
    }
    return false;
  }

  private static StepException unexpected(String expected, Value found) {
    return new StepException("expected " + expected + ", found " + Faults.show(found));
  }
}
