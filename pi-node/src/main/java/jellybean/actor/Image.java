package jellybean.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.actor.LocalActor.OpenTimer;
import jellybean.actor.LocalActor.Status;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;
import jellybean.message.Envelope;
import jellybean.port.Journal.Progress;

/**
 * One actor as a document of a saved system holds it:
 *
 * <pre>
 * {:actor "/a/b" :kind :actor
 *  :state v                                  absent if it begins anew when it is loaded
 *  :by-key true :merges true                 see {@link Saved}
 *  :mailbox [message …]                      oldest first
 *  :questions [{:ask n :reply :name :left-ms n} …]
 *  :timers [{:name :tick :data v :left-ms n} …]
 *  :watching ["/a/c" …]
 *  :fault "…"}                               why its state cannot be saved
 * </pre>
 *
 * <p>What the machine's own parts say to each other is not saved: where it is loaded, they say it
 * themselves. Of a device only what waits for it is saved.
 */
final class Image {
  private static final Keyword ACTOR = Keyword.of("actor");
  private static final Keyword KIND = Keyword.of("kind");
  static final Keyword STATE = Keyword.of("state");
  private static final Keyword BY_KEY = Keyword.of("by-key");
  private static final Keyword MERGES = Keyword.of("merges");
  static final Keyword MAILBOX = Keyword.of("mailbox");
  private static final Keyword QUESTIONS = Keyword.of("questions");
  private static final Keyword TIMERS = Keyword.of("timers");
  private static final Keyword WATCHING = Keyword.of("watching");
  private static final Keyword ASK = Keyword.of("ask");
  private static final Keyword REPLY = Keyword.of("reply");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword DATA = Keyword.of("data");
  private static final Keyword LEFT_MS = Keyword.of("left-ms");
  private static final Keyword FAULT = Keyword.of("fault");

  /** Of the machine's own messages the only one that an operator causes. */
  private static final Keyword SEND = Keyword.of("jelly/send");

  private static final String OWN = "jelly";
  private static final String DEVICE = "device";

  private Image() {}

  // ---- saving

  static EdnMap of(LocalActor actor, long nowMs) {
    EdnMap map =
        EdnMap.of(
            ACTOR,
            Shown.text(actor.address),
            KIND,
            Keyword.of(actor.kind.isEmpty() ? ACTOR.name() : actor.kind));
    boolean isDevice = actor.kind.equals(DEVICE);
    map = isDevice || actor.status != Status.RUNNING ? map : withState(map, actor);
    List<Value> mailbox = new ArrayList<>();
    for (Envelope message : actor.mailbox.waiting()) {
      if (keeps(actor, message)) {
        mailbox.add(SavedMessages.toValue(withKey(actor, message)));
      }
    }
    map = mailbox.isEmpty() ? map : map.with(MAILBOX, EdnVector.of(mailbox));
    return isDevice || actor.status != Status.RUNNING ? map : withPending(map, actor, nowMs);
  }

  /** The state of an actor and what is open for it. */
  static EdnMap withoutMailbox(LocalActor actor, long nowMs) {
    EdnMap map = EdnMap.of(ACTOR, Shown.text(actor.address));
    return actor.status == Status.RUNNING ? withPending(withState(map, actor), actor, nowMs) : map;
  }

  static Optional<Value> state(EdnMap image) {
    return image.find(STATE);
  }

  private static EdnMap withState(EdnMap map, LocalActor actor) {
    Object state = actor.state;
    if (state == null) {
      return map;
    }
    try {
      Saved saved = actor.behaviour().saved(state);
      EdnMap with = saved.state().map(value -> map.with(STATE, value)).orElse(map);
      with = saved.isByKey() ? with.with(BY_KEY, Bool.TRUE) : with;
      return saved.merges() ? with.with(MERGES, Bool.TRUE) : with;
    } catch (Throwable e) {
      return map.with(FAULT, new Text(Errors.text(Errors.survived(e))));
    }
  }

  private static boolean keeps(LocalActor actor, Envelope message) {
    boolean isOwn = message.name().namespace().filter(OWN::equals).isPresent();
    boolean isOfDevice = actor.kind.equals(DEVICE) && message.from().equals(actor.address);
    return !isOfDevice && (!isOwn || message.name().equals(SEND));
  }

  /** Elsewhere another replica may have the key, so it must be known without the function. */
  private static Envelope withKey(LocalActor actor, Envelope message) {
    if (actor.behaviour == null || message.via().key().isPresent()) {
      return message;
    }
    try {
      return actor
          .behaviour()
          .keyOf(new Delivery(message))
          .map(key -> message.with(message.via().withKey(key)))
          .orElse(message);
    } catch (Throwable e) {
      // It will fail again when the message is handled, and be reported then.
      Errors.survived(e);
      return message;
    }
  }

  private static EdnMap withPending(EdnMap map, LocalActor actor, long nowMs) {
    if (Freezer.isSupervisor(actor)) {
      return map;
    }
    List<Value> questions = new ArrayList<>();
    actor.questions.forEach(
        (ask, question) ->
            questions.add(
                EdnMap.of(
                    ASK, Int.of(ask),
                    REPLY, question.reply(),
                    LEFT_MS, Int.of(Math.max(0, question.dueMs() - nowMs)))));
    List<Value> timers = new ArrayList<>();
    for (OpenTimer timer : actor.timers) {
      timers.add(
          EdnMap.of(
              NAME, timer.after.name(),
              DATA, timer.after.data(),
              LEFT_MS, Int.of(Math.max(0, timer.dueMs - nowMs))));
    }
    List<Value> watching = actor.watching.keySet().stream().map(Shown::text).toList();
    EdnMap with = questions.isEmpty() ? map : map.with(QUESTIONS, EdnVector.of(questions));
    with = timers.isEmpty() ? with : with.with(TIMERS, EdnVector.of(timers));
    return watching.isEmpty() ? with : with.with(WATCHING, EdnVector.of(watching));
  }

  // ---- loading

  static Address actor(EdnMap image) {
    return address(at(image, ACTOR));
  }

  /**
   * Gives an actor of the loop, which stands still, what was saved.
   *
   * @throws StepException it is no image, or more than the actor may have
   */
  static void restore(Loop loop, LocalActor actor, EdnMap image) {
    List<Envelope> mailbox = new ArrayList<>();
    each(image, MAILBOX, m -> mailbox.add(SavedMessages.fromValue(m, actor.address)));
    if (actor.waiting() + mailbox.size() > actor.mailboxMessages) {
      throw new StepException(Mailboxes.fullMailbox(actor));
    }
    Optional<Value> state = image.find(STATE).filter(_ -> !Freezer.isSupervisor(actor));
    if (state.isPresent()) {
      loop.history.letGo(actor);
      actor.state = actor.behaviour().loaded(stateOf(actor), state.get());
      actor.stateIsNew = true;
    }
    if (actor.durable == null) {
      mailbox.forEach(message -> loop.mailboxes.acceptAnyway(actor, message));
    } else {
      Optional<Value> kept = state.map(_ -> actor.behaviour().stored(stateOf(actor)));
      DurableImage.restore(
          loop, actor, actor.durable, new Progress(actor.address, List.of(), kept, mailbox));
    }
    restorePending(loop, actor, image);
  }

  /** Opens again what was open for it. */
  static void restorePending(Loop loop, LocalActor actor, EdnMap image) {
    each(image, QUESTIONS, q -> question(loop, actor, map(q, "a question")));
    each(image, TIMERS, t -> timer(loop, actor, map(t, "a timer")));
    each(image, WATCHING, w -> loop.watches.watch(actor, address(w)));
  }

  private static Object stateOf(LocalActor actor) {
    Object state = actor.state;
    if (state == null) {
      throw new StepException("cannot load " + actor.address + ": expected that it runs");
    }
    return state;
  }

  private static void question(Loop loop, LocalActor actor, EdnMap question) {
    loop.questions.reopen(
        actor,
        number(at(question, ASK)),
        keyword(at(question, REPLY)),
        number(at(question, LEFT_MS)));
  }

  private static void timer(Loop loop, LocalActor actor, EdnMap timer) {
    loop.steps.setTimer(
        actor,
        new Effect.After(
            Math.clamp(number(at(timer, LEFT_MS)), 0, Effects.MAX_DELAY_MS),
            keyword(at(timer, NAME)),
            at(timer, DATA)));
  }

  private static void each(EdnMap image, Keyword key, java.util.function.Consumer<Value> action) {
    Value values = image.get(key, EdnVector.EMPTY);
    if (!(values instanceof Sequential all)) {
      throw bad("a vector as " + key, values);
    }
    all.forEach(action);
  }

  // ---- parts

  static Value at(EdnMap map, Keyword key) {
    return map.find(key).orElseThrow(() -> bad(key + " of what was saved", map));
  }

  static EdnMap map(Value value, String what) {
    if (value instanceof EdnMap map) {
      return map;
    }
    throw bad(what + " as a map", value);
  }

  static String text(Value value) {
    if (value instanceof Text text) {
      return text.value();
    }
    throw bad("a string", value);
  }

  static long number(Value value) {
    if (value instanceof Int n) {
      return n.value();
    }
    throw bad("a whole number", value);
  }

  static Keyword keyword(Value value) {
    if (value instanceof Keyword keyword) {
      return keyword;
    }
    throw bad("a keyword", value);
  }

  static Address address(Value value) {
    try {
      return new Address(text(value));
    } catch (BadNameException e) {
      throw new StepException(String.valueOf(e.getMessage()));
    }
  }

  static StepException bad(String expected, Value found) {
    String text = found == Nil.NIL ? "nil" : found.toString();
    String brief = text.length() > Errors.MAX_CHARS ? text.substring(0, 100) + "…" : text;
    return new StepException("cannot load: expected " + expected + ", found " + brief);
  }
}
