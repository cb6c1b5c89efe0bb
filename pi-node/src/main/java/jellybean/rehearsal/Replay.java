package jellybean.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.actor.Delivery;
import jellybean.actor.Info;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Inst;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.message.Via;
import jellybean.system.ActorDef;
import jellybean.system.ChildDef;
import jellybean.system.EdnBehaviour;
import jellybean.system.SupervisorDef;
import jellybean.system.TemplateDef;

/**
 * Runs what an actor handled once more, and compares its states with those that were recorded: the
 * same behaviour, with the same states, messages, times and seeds, does the same.
 *
 * <p>A recording is what the shell's {@code states} shows: {@code {:rows [{:actor "/a/b" :name :n
 * :data d :before s :time t :seed n …} …]}}, or such rows in a vector.
 */
public final class Replay {
  private static final Keyword ROWS = Keyword.of("rows");
  private static final Keyword ACTOR = Keyword.of("actor");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword DATA = Keyword.of("data");
  private static final Keyword BEFORE = Keyword.of("before");
  private static final Keyword FRESH = Keyword.of("fresh");
  private static final Keyword FROM = Keyword.of("from");
  private static final Keyword ID = Keyword.of("id");
  private static final Keyword TIME = Keyword.of("time");
  private static final Keyword SEED = Keyword.of("seed");
  private static final Keyword KEY = Keyword.of("key");
  private static final Keyword INSTANCE = Keyword.of("instance");
  private static final Keyword REPLY_TO = Keyword.of("reply-to");
  private static final Keyword NODE = Keyword.of("node");
  private static final Keyword ASK = Keyword.of("ask");
  private static final Keyword OMITTED = Keyword.of("omitted");
  private static final String OWN = "jelly";
  private static final int ID_PARTS = 3;

  /** How it went. */
  public sealed interface Outcome {
    /** Every recorded state was there again. */
    record Same(Address actor, int messages, int states) implements Outcome {}

    /**
     * A state differs, or the behaviour fails where it did not.
     *
     * @param message the number of the message after which it differs, from 1
     * @param row what was recorded of that message, with the state that it found under {@code
     *     :before}
     */
    record Different(
        Address actor, int message, EdnMap row, String what, List<Difference.Place> places)
        implements Outcome {}

    /** It cannot be replayed. */
    record Impossible(String why) implements Outcome {}
  }

  private final Address actor;
  private final EdnBehaviour behaviour;

  private Replay(Address actor, ActorDef def) {
    this.actor = actor;
    this.behaviour = EdnBehaviour.of(def);
  }

  /**
   * Replays a recording of one actor.
   *
   * @param system in which the actor is; what its address begins with is the name under which it
   *     was deployed
   */
  public static Outcome of(SupervisorDef system, Value recording) {
    Optional<List<EdnMap>> rows = rows(recording);
    if (rows.isEmpty() || rows.get().isEmpty()) {
      return new Outcome.Impossible(
          "expected what the shell's command states shows, {:rows [{:actor \"/a/b\" :name :n …}"
              + " …]}, found "
              + RehearsalReader.shown(recording));
    }
    Address actor;
    try {
      actor = new Address(text(rows.get().getFirst(), ACTOR));
    } catch (RuntimeException e) {
      return new Outcome.Impossible("expected an address under :actor: " + e.getMessage());
    }
    Optional<ActorDef> def = find(system, actor);
    if (def.isEmpty()) {
      return new Outcome.Impossible(
          "expected an actor in EDN at " + actor + " in " + system.name());
    }
    for (EdnMap row : rows.get()) {
      if (!row.get(ACTOR, Nil.NIL).equals(new Text(actor.path()))) {
        return impossible(row, "expected rows of " + actor + " alone");
      }
    }
    return new Replay(actor, def.get()).play(rows.get());
  }

  private static Optional<List<EdnMap>> rows(Value recording) {
    Value list = recording instanceof EdnMap map ? map.get(ROWS, Nil.NIL) : recording;
    if (!(list instanceof Sequential all)) {
      return Optional.empty();
    }
    List<EdnMap> rows = new ArrayList<>();
    for (Value each : all) {
      if (!(each instanceof EdnMap row)) {
        return Optional.empty();
      }
      rows.add(row);
    }
    return Optional.of(rows);
  }

  /** Instances and replicas are found by the child that they belong to. */
  private static Optional<ActorDef> find(SupervisorDef system, Address actor) {
    List<String> path = actor.segments();
    Optional<ChildDef> at = Optional.of(system);
    for (int i = 1; i < path.size() && at.isPresent(); i++) {
      String name = path.get(i);
      switch (at.get()) {
        case SupervisorDef cluster -> at = cluster.child(name);
        case TemplateDef template -> at = Optional.of(template.pattern());
        case ActorDef replicated -> at = Optional.of(replicated);
        case jellybean.system.DeviceDef _ -> at = Optional.empty();
      }
    }
    return at.filter(ActorDef.class::isInstance).map(ActorDef.class::cast);
  }

  private Outcome play(List<EdnMap> rows) {
    Optional<Value> state = Optional.empty();
    int states = 0;
    int messages = 0;
    for (int i = 0; i < rows.size(); i++) {
      EdnMap row = rows.get(i);
      if (row.containsKey(OMITTED)) {
        return impossible(row, "it was too large to be shown whole");
      }
      Optional<Value> recorded = row.find(BEFORE);
      Value expected = row.get(FRESH, Bool.FALSE) == Bool.TRUE ? behaviour.initial() : nil(state);
      boolean isKnown = state.isPresent() || row.get(FRESH, Bool.FALSE) == Bool.TRUE;
      if (recorded.isPresent() && isKnown) {
        states++;
        List<Difference.Place> places = Difference.of(recorded.get(), expected);
        if (!places.isEmpty()) {
          EdnMap message = i == 0 ? row : rows.get(i - 1);
          String what = i == 0 ? "its first state differs" : "the state after it differs";
          return new Outcome.Different(actor, messages, brief(message), what, places);
        }
      }
      if (!row.containsKey(NAME)) {
        continue;
      }
      messages++;
      Value before = recorded.orElse(expected);
      if (isOwn(row)) {
        // What replicas tell each other changes a state, but is no business of the behaviour.
        state = Optional.empty();
        continue;
      }
      Delivery delivery;
      try {
        delivery = delivery(row);
      } catch (Malformed | BadNameException e) {
        return impossible(row, String.valueOf(e.getMessage()));
      }
      try {
        state = Optional.of(behaviour.handle(before, delivery).state());
      } catch (RuntimeException e) {
        String what = "it fails, and did not: " + e.getMessage();
        return new Outcome.Different(actor, messages, brief(row), what, List.of());
      }
    }
    return states == 0
        ? new Outcome.Impossible(
            "cannot replay " + actor + ": no state was recorded that could be compared")
        : new Outcome.Same(actor, messages, states);
  }

  /** What people want to see of a message, in the order in which they do. */
  private static EdnMap brief(EdnMap row) {
    EdnMap brief = EdnMap.EMPTY;
    for (Keyword key : List.of(NAME, DATA, FROM, TIME, ID, BEFORE)) {
      brief = row.containsKey(key) ? brief.with(key, row.get(key)) : brief;
    }
    return brief;
  }

  private static Value nil(Optional<Value> state) {
    return state.orElse(Nil.NIL);
  }

  private static Outcome impossible(EdnMap row, String why) {
    return new Outcome.Impossible(
        "cannot replay " + RehearsalReader.shown(row.without(BEFORE)) + ": " + why);
  }

  private static boolean isOwn(EdnMap row) {
    return row.get(NAME, Nil.NIL) instanceof Keyword name
        && name.namespace().filter(OWN::equals).isPresent();
  }

  // ---- what was recorded of a message

  /** A row lacks something. */
  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private Delivery delivery(EdnMap row) {
    if (!(row.get(NAME, Nil.NIL) instanceof Keyword name)) {
      throw new Malformed("expected a keyword under :name");
    }
    if (!(row.get(TIME, Nil.NIL) instanceof Inst time)) {
      throw new Malformed("expected a time under :time");
    }
    Info info =
        new Info(
            new Address(text(row, ACTOR)),
            new Address(text(row, FROM)),
            id(text(row, ID)),
            time.value().toEpochMilli(),
            number(row, SEED),
            replyTo(row),
            new Via(row.find(KEY), row.find(INSTANCE), Optional.empty()));
    return new Delivery(name, row.get(DATA, Nil.NIL), info);
  }

  private static MessageId id(String text) {
    String[] parts = text.split("/");
    try {
      if (parts.length == ID_PARTS) {
        return new MessageId(
            new NodeId(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
      }
    } catch (NumberFormatException e) {
      throw new Malformed("expected node/incarnation/number under :id, found " + text);
    }
    throw new Malformed("expected node/incarnation/number under :id, found " + text);
  }

  private static Optional<ReplyTo> replyTo(EdnMap row) {
    return row.find(REPLY_TO)
        .filter(EdnMap.class::isInstance)
        .map(EdnMap.class::cast)
        .map(
            map ->
                new ReplyTo(
                    new Address(text(map, ACTOR)), new NodeId(text(map, NODE)), number(map, ASK)));
  }

  private static String text(EdnMap map, Keyword key) {
    if (map.get(key, Nil.NIL) instanceof Text text) {
      return text.value();
    }
    throw new Malformed("expected a string under " + key);
  }

  private static long number(EdnMap map, Keyword key) {
    if (map.get(key, Nil.NIL) instanceof Int number) {
      return number.value();
    }
    throw new Malformed("expected a whole number under " + key);
  }
}
