package jellybean.shell;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.edn.Bool;
import jellybean.edn.Bytes;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;

/**
 * Deploys what was saved: everything starts and stands still, supervisors start the instances that
 * there were, each actor gets its state, messages, questions and timers, and all go on. What fails
 * in between is undone: the system is undeployed again.
 */
final class Loading {
  /** Bytes of text in one question; in a frame they take a third more. */
  private static final int PART_BYTES = 32 << 10;

  /** How long until all that was saved has been started. */
  private static final long START_WITHIN_MS = 60_000;

  private static final long LOOK_AGAIN_MS = 200;

  private static final Keyword NODE = Keyword.of("node");
  private static final Keyword FAULT = Keyword.of("fault");
  private static final Keyword TICKET = Keyword.of("ticket");
  private static final Keyword STATE = Keyword.of("state");
  private static final Keyword MAILBOX = Keyword.of("mailbox");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword WAS_HELD = Keyword.of("was-held");

  private final Place place;
  private final Given given;
  private final Pace pace;
  private final Text ticket;

  Loading(Place place, Given given, Pace pace) {
    this.place = place;
    this.given = given;
    this.pace = pace;
    this.ticket = new Text(pace.ticket());
  }

  Value load(SavedSystem saved, String name) {
    Address root = root(name);
    if (!places(root).isEmpty()) {
      throw new ShellException(
          "load: expected no system " + name + ", found one; undeploy it, or load as another");
    }
    EdnMap hold = EdnMap.of(TICKET, ticket, Keyword.of("system"), new Text(name));
    boolean isDeployed = false;
    try {
      var unused = Saving.rows(given.command(), place.ask(given, "hold", hold));
      isDeployed = true;
      Value done =
          place.ask(given, "deploy", saved.document().with(NAME, new Text(name)), Place.CHANGE_MS);
      fill(saved, root);
      thaw();
      return done;
    } catch (ShellException e) {
      throw undone(e, name, isDeployed);
    }
  }

  private static Address root(String name) {
    try {
      return Address.of(name);
    } catch (BadNameException e) {
      throw new ShellException("load: " + e.getMessage());
    }
  }

  private void fill(SavedSystem saved, Address root) {
    Relocation names = new Relocation(Address.of(saved.system()), root, new TreeMap<>());
    List<EdnMap> supervisors =
        saved.actors().stream()
            .filter(SavedSystem::isSupervisor)
            .sorted(Comparator.comparingInt(a -> SavedSystem.address(a).segments().size()))
            .toList();
    supervisors.forEach(supervisor -> resume(supervisor, names, root));
    SortedMap<Address, String> places = awaitAll(saved, names, root);
    Relocation moved = new Relocation(names.from(), root, places);
    List<EdnMap> actors = new ArrayList<>();
    List<EdnMap> above = new ArrayList<>();
    for (EdnMap actor : saved.actors()) {
      boolean isSupervisor = SavedSystem.isSupervisor(actor);
      (isSupervisor ? above : actors).add(moved.actor(isSupervisor ? actor.without(STATE) : actor));
    }
    Set<Address> groups = new TreeSet<>();
    above.forEach(supervisor -> groups.add(SavedSystem.address(supervisor)));
    groups.add(root);
    give(new Regrouping(places, groups).share(actors), places);
    // What came from above has not reached them yet, so it comes behind what they have.
    give(above.stream().filter(a -> a.find(MAILBOX).isPresent()).toList(), places);
  }

  // ---- what has to be there

  private void resume(EdnMap supervisor, Relocation names, Address root) {
    Optional<Value> state = supervisor.find(STATE).filter(EdnMap.class::isInstance);
    if (state.isEmpty()) {
      return;
    }
    Address self = names.moved(SavedSystem.address(supervisor));
    var unused = await(root, there -> there.containsKey(self), "supervisor " + self);
    EdnMap question = ((EdnMap) state.get()).with(Keyword.of("to"), Place.text(self));
    var unusedAnswer = place.ask(given, "resume", question, Place.CHANGE_MS);
  }

  private SortedMap<Address, String> awaitAll(SavedSystem saved, Relocation names, Address root) {
    Set<Address> wanted = new TreeSet<>();
    for (EdnMap actor : saved.actors()) {
      wanted.add(names.moved(SavedSystem.address(actor)));
    }
    Set<Address> groups = new TreeSet<>(wanted);
    return await(
        root,
        there -> wanted.stream().allMatch(address -> stands(address, there, groups)),
        "actor of those that were saved");
  }

  /** It runs, or another replica of its child does. */
  private static boolean stands(
      Address address, SortedMap<Address, String> there, Set<Address> saved) {
    return there.containsKey(address)
        || address
            .parent()
            .filter(parent -> !saved.contains(parent) && !parent.isRoot())
            .filter(p -> there.keySet().stream().anyMatch(a -> a.parent().equals(Optional.of(p))))
            .isPresent();
  }

  private SortedMap<Address, String> await(
      Address root, java.util.function.Predicate<SortedMap<Address, String>> isRight, String what) {
    long endMs = pace.nowMs() + START_WITHIN_MS;
    SortedMap<Address, String> there = places(root);
    while (!isRight.test(there)) {
      if (pace.nowMs() > endMs || !pace.pause(LOOK_AGAIN_MS)) {
        throw new ShellException(
            "load: expected every " + what + " to run, found only " + there.keySet());
      }
      there = places(root);
    }
    return there;
  }

  /** The member of each actor that runs. */
  private SortedMap<Address, String> places(Address root) {
    Value answer = place.ask(given, "places", Place.text(root));
    SortedMap<Address, String> places = new TreeMap<>();
    for (EdnMap row : Saving.rows(given.command(), answer)) {
      boolean runs = row.get(Keyword.of("status"), Nil.NIL).equals(Keyword.of("running"));
      if (runs && row.get(Keyword.of("address"), Nil.NIL) instanceof Text address) {
        places.put(
            new Address(address.value()), Records.plain(row.get(Keyword.of("member"), Nil.NIL)));
      }
    }
    return places;
  }

  // ---- what it gets

  private void give(Collection<EdnMap> rows, SortedMap<Address, String> places) {
    SortedMap<String, List<EdnMap>> byNode = new TreeMap<>();
    for (EdnMap row : rows) {
      String node = places.getOrDefault(SavedSystem.address(row), "");
      byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(row);
    }
    byNode.forEach(this::give);
  }

  private void give(String node, List<EdnMap> rows) {
    byte[] text = EdnPrinter.toString(EdnVector.of(rows)).getBytes(StandardCharsets.UTF_8);
    Value answer = Nil.NIL;
    for (int at = 0; at < text.length; at += PART_BYTES) {
      int end = Math.min(text.length, at + PART_BYTES);
      EdnMap question =
          EdnMap.of(
              NODE,
              new Text(node),
              TICKET,
              ticket,
              Keyword.of("part"),
              Int.of(at / PART_BYTES),
              Keyword.of("last"),
              Bool.of(end == text.length),
              Keyword.of("bytes"),
              Bytes.of(text, at, end));
      answer = place.ask(given, "restore", question, Place.CHANGE_MS);
      Place.field(answer, FAULT).ifPresent(Loading::fail);
    }
    requireAll(node, rows, Place.field(answer, Keyword.of("restored")).orElse(EdnVector.EMPTY));
  }

  private static void fail(Value fault) {
    throw new ShellException("load: " + Records.plain(fault));
  }

  private static void requireAll(String node, List<EdnMap> rows, Value restored) {
    Set<Value> missing = new TreeSet<>(Comparator.comparing(Value::toString));
    rows.forEach(row -> missing.add(row.get(SavedSystem.ACTOR)));
    if (restored instanceof Sequential all) {
      for (Value each : all) {
        Place.field(each, FAULT).ifPresent(Loading::fail);
        Place.field(each, SavedSystem.ACTOR).ifPresent(missing::remove);
      }
    }
    if (!missing.isEmpty()) {
      throw new ShellException(
          "load: expected that " + node + " has " + missing + ", found that it has not any more");
    }
  }

  // ---- going on

  private void thaw() {
    Value answer = place.ask(given, "thaw", EdnMap.of(TICKET, ticket));
    for (EdnMap row : Saving.rows(given.command(), answer)) {
      if (row.get(WAS_HELD, Nil.NIL) != Bool.TRUE) {
        throw new ShellException(
            "load: " + Records.plain(row.get(NODE)) + " went on before all had what was saved");
      }
    }
  }

  /** Half of a system must not run. */
  private ShellException undone(ShellException why, String name, boolean isDeployed) {
    String also = "";
    try {
      if (isDeployed) {
        var unused = place.ask(given, "undeploy", EdnMap.of(NAME, new Text(name)), Place.CHANGE_MS);
      }
    } catch (ShellException e) {
      also = "; and what was started of " + name + " may still run: " + e.getMessage();
    }
    try {
      var unused = place.ask(given, "thaw", EdnMap.of(TICKET, ticket));
    } catch (ShellException e) {
      // It goes on by itself, after a while.
    }
    return also.isEmpty() ? why : new ShellException(why.getMessage() + also);
  }
}
