package jellybean.rehearsal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import jellybean.actor.ActorView;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Position;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.system.Spelling;
import jellybean.system.SupervisorDef;

/**
 * Carries out a rehearsal. A step that does not do what is expected does not end it: what comes
 * after is looked at all the same; only a system that does not come to rest ends it.
 */
public final class Performance {
  private static final Keyword UNROUTED = Keyword.of("unrouted");
  private static final Keyword REASON = Keyword.of("reason");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword DATA = Keyword.of("data");

  private final Stage stage;
  private final Map<String, Integer> looked = new HashMap<>();

  /**
   * What went wrong.
   *
   * @param at the step
   * @param message what was expected and what was found, in one line
   * @param differences where they differ
   */
  public record Failure(Position at, String message, List<Difference.Place> differences) {
    public Failure {
      differences = List.copyOf(differences);
    }
  }

  /**
   * How it went.
   *
   * @param virtualMs time that passed for the system
   */
  public record Outcome(Rehearsal rehearsal, List<Failure> failures, long virtualMs) {
    public Outcome {
      failures = List.copyOf(failures);
    }

    public boolean isGood() {
      return failures.isEmpty();
    }
  }

  private Performance(Stage stage) {
    this.stage = stage;
  }

  /** Runs it from the start of the system. */
  public static Outcome of(Rehearsal rehearsal, SupervisorDef system) {
    try {
      Performance performance = new Performance(new Stage(system, rehearsal.seed()));
      List<Failure> failures = performance.play(rehearsal);
      return new Outcome(rehearsal, failures, performance.stage.nowMs());
    } catch (Stage.RestlessException e) {
      return new Outcome(rehearsal, List.of(restless(rehearsal.at(), e)), 0);
    }
  }

  private static Failure restless(Position at, Stage.RestlessException e) {
    return new Failure(at, String.valueOf(e.getMessage()), List.of());
  }

  private List<Failure> play(Rehearsal rehearsal) {
    List<Failure> failures = new ArrayList<>();
    for (Action action : rehearsal.actions()) {
      try {
        play(action).ifPresent(failures::add);
      } catch (Stage.RestlessException e) {
        failures.add(restless(action.at(), e));
        return failures;
      }
    }
    unexpectedDeadLetters(rehearsal.at()).ifPresent(failures::add);
    return failures;
  }

  private Optional<Failure> play(Action action) {
    return switch (action) {
      case Action.Send send -> {
        stage.bring(send.to(), send.name(), send.data());
        yield Optional.empty();
      }
      case Action.Say say ->
          ofDevice(say.at(), say.device(), () -> stage.say(say.device(), say.name(), say.data()));
      case Action.Ask ask ->
          ofDevice(ask.at(), ask.device(), () -> stage.ask(ask.device(), ask.name(), ask.data()));
      case Action.ExpectReplies replies -> expectReplies(replies);
      case Action.Advance advance -> {
        stage.advance(advance.ms());
        yield Optional.empty();
      }
      case Action.ExpectSaid said ->
          compare(
              said.at(),
              "what " + said.by() + " says",
              messages(said.messages()),
              news("said by " + said.by(), stage.records().said(), entry(said.by(), true)));
      case Action.ExpectReceived received ->
          compare(
              received.at(),
              "what reaches " + received.to(),
              messages(received.messages()),
              news(
                  "received by " + received.to(),
                  stage.records().received(),
                  entry(received.to(), false)));
      case Action.ExpectState state -> expectState(state);
      case Action.ExpectChildren children ->
          compare(
              children.at(),
              "the children of " + children.of(),
              children.names(),
              EdnVector.of(stage.children(children.of()).stream().<Value>map(Text::new).toList()));
      case Action.ExpectDeadLetters letters ->
          compare(
              letters.at(),
              "the dead letters",
              EdnVector.of(
                  letters.letters().stream()
                      .<Value>map(l -> EdnVector.of(l.reason(), l.name(), l.data()))
                      .toList()),
              EdnVector.of(newDeadLetters()));
    };
  }

  private Optional<Failure> ofDevice(Position at, Address device, Runnable action) {
    if (stage.view(device).filter(v -> v.kind().equals("device")).isEmpty()) {
      String found = stage.view(device).map(v -> "an " + v.kind()).orElseGet(() -> nobody(device));
      return Optional.of(
          new Failure(at, "expected a device at " + device + ", found " + found, List.of()));
    }
    action.run();
    return Optional.empty();
  }

  /** With the address that was meant, if one is near. */
  private String nobody(Address address) {
    return "nobody" + Spelling.hint(address, stage.addresses());
  }

  private Optional<Failure> expectReplies(Action.ExpectReplies expected) {
    List<Value> all = new ArrayList<>();
    Optional<ActorView> device = stage.view(expected.device());
    if (device.isPresent() && device.get().state() instanceof EdnVector replies) {
      replies.forEach(all::add);
    }
    String question = "replies to " + expected.device();
    int from = looked.getOrDefault(question, 0);
    looked.put(question, all.size());
    return compare(
        expected.at(),
        "what " + expected.device() + " is replied",
        expected.replies(),
        EdnVector.of(all.subList(Math.min(from, all.size()), all.size())));
  }

  private Optional<Failure> expectState(Action.ExpectState expected) {
    Optional<ActorView> view = stage.view(expected.actor());
    return view.isEmpty()
        ? Optional.of(
            new Failure(
                expected.at(),
                "expected an actor at " + expected.actor() + ", found " + nobody(expected.actor()),
                List.of()))
        : compare(
            expected.at(),
            "the state of " + expected.actor(),
            expected.state(),
            view.get().state());
  }

  private static Optional<Failure> compare(Position at, String what, Value wanted, Value found) {
    List<Difference.Place> differences = Difference.of(wanted, found);
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Failure(
                at,
                what + ": expected " + Difference.cut(wanted) + ", found " + Difference.cut(found),
                differences));
  }

  // ---- what is new

  private static Value messages(List<Action.Message> messages) {
    return EdnVector.of(
        messages.stream().<Value>map(m -> EdnVector.of(m.name(), m.data())).toList());
  }

  private static Function<Tap.Entry, Optional<Value>> entry(Address who, boolean isBelow) {
    return e ->
        e.who().equals(who) || (isBelow && who.contains(e.who())) || isReplica(e.who(), who)
            ? Optional.of(EdnVector.of(e.name(), e.data()))
            : Optional.empty();
  }

  /** What reaches a replica or a point of a lattice reaches the child. */
  private static boolean isReplica(Address body, Address child) {
    return body.parent().filter(child::equals).isPresent();
  }

  /** What was written down since this was last asked. */
  private Value news(
      String question, List<Tap.Entry> entries, Function<Tap.Entry, Optional<Value>> choose) {
    int from = looked.getOrDefault(question, 0);
    looked.put(question, entries.size());
    return EdnVector.of(
        entries.subList(from, entries.size()).stream()
            .map(choose)
            .flatMap(Optional::stream)
            .toList());
  }

  private List<Value> newDeadLetters() {
    List<EdnMap> all = stage.deadLetters();
    int from = looked.getOrDefault("dead letters", 0);
    looked.put("dead letters", all.size());
    List<Value> fresh = new ArrayList<>();
    for (EdnMap letter : all.subList(Math.min(from, all.size()), all.size())) {
      fresh.add(
          EdnVector.of(
              letter.get(REASON, Nil.NIL), letter.get(NAME, Nil.NIL), letter.get(DATA, Nil.NIL)));
    }
    return fresh;
  }

  /** What leaves a system on top is unrouted here; any other dead letter has to be expected. */
  private Optional<Failure> unexpectedDeadLetters(Position at) {
    List<Value> letters =
        newDeadLetters().stream()
            .filter(letter -> !((EdnVector) letter).get(0).equals(UNROUTED))
            .toList();
    return letters.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Failure(
                at,
                "dead letters that no :expect-dead-letters expects: "
                    + Difference.cut(EdnVector.of(letters)),
                List.of()));
  }
}
