package jellybean.campaign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import jellybean.actor.ActorView;
import jellybean.campaign.Design.Kind;
import jellybean.campaign.Design.Route;
import jellybean.campaign.Ledger.Died;
import jellybean.campaign.Ledger.Heard;
import jellybean.campaign.Ledger.Said;
import jellybean.campaign.Ledger.Word;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.message.Address;
import jellybean.message.NodeId;

/** What is promised of messages: the table of the design, line by line. */
final class Delivered {
  /** Nobody can know whether what died for these reasons arrived before. */
  private static final Set<String> UNKNOWABLE = Set.of("member-lost", "unreachable");

  private Delivered() {}

  static final List<Invariant<Evidence>> ALL =
      List.of(
          new Invariant<>("volatile: never twice", Delivered::never),
          new Invariant<>("in order per pair", Delivered::order),
          new Invariant<>("volatile: arrives or is reported", Delivered::silence),
          new Invariant<>("no dead letter of what arrived", Delivered::both),
          new Invariant<>("durable: applied once", Delivered::durable),
          new Invariant<>("durable: applied or reported", Delivered::durableSilence));

  /** What there is to judge by, arranged. */
  static final class Evidence {
    private final Snapshot seen;
    private final Schedule schedule;
    private final Map<Route, Map<Word, List<Heard>>> heard = new HashMap<>();
    private final Map<Word, List<Died>> died = new HashMap<>();
    private final Map<Address, Map<String, List<Said>>> said = new HashMap<>();

    Evidence(Schedule schedule, Snapshot seen) {
      this.seen = seen;
      this.schedule = schedule;
      Ledger ledger = ledger();
      Map<Address, Map<String, List<Heard>>> bySink = new HashMap<>();
      for (Heard each : ledger.heard) {
        bySink
            .computeIfAbsent(each.sink(), _ -> new HashMap<>())
            .computeIfAbsent(each.name(), _ -> new ArrayList<>())
            .add(each);
      }
      for (Design design : schedule.designs()) {
        for (Route route : design.routes()) {
          Map<Word, List<Heard>> words = new TreeMap<>();
          bySink
              .getOrDefault(route.to(), Map.of())
              .getOrDefault(route.arrivesAs(), List.of())
              .forEach(h -> words.computeIfAbsent(h.word(), _ -> new ArrayList<>()).add(h));
          heard.put(route, words);
        }
      }
      ledger.died.forEach(d -> died.computeIfAbsent(d.word(), _ -> new ArrayList<>()).add(d));
      for (Said each : ledger.said) {
        said.computeIfAbsent(each.talker(), _ -> new HashMap<>())
            .computeIfAbsent(each.name(), _ -> new ArrayList<>())
            .add(each);
      }
    }

    Ledger ledger() {
      return seen.world().ledger();
    }

    Map<Word, List<Heard>> heard(Route route) {
      return heard.getOrDefault(route, Map.of());
    }

    /**
     * What has to be known of: what waits in a system that can never run again is not, nor what was
     * said to one that runs only in the majority before another one was deployed under its name,
     * which has none of its states (majority.md).
     */
    List<Said> answerable(Route route) {
      if (seen.isLost(schedule, route.to())) {
        return List.of();
      }
      long sinceMs =
          schedule.designs().stream()
              .filter(design -> design.isMajority() && design.root().contains(route.to()))
              .flatMapToLong(design -> ledger().beganAnewMs(design.name()).stream())
              .max()
              .orElse(0);
      return said(route).stream().filter(said -> said.atMs() >= sinceMs).toList();
    }

    List<Said> said(Route route) {
      return said.getOrDefault(route.talker(), Map.of()).getOrDefault(route.name(), List.of());
    }

    /** How a word died on its way to a receiver. */
    List<Died> died(Word word, Route route) {
      return died.getOrDefault(word, List.of()).stream()
          .filter(
              d ->
                  d.to()
                      .map(to -> to.equals(route.to()) || route.via().contains(to))
                      .orElse(d.name().equals(route.name()) || d.name().equals(route.arrivesAs())))
          .toList();
    }

    /** Whether somebody who had it, or might have had it, has died since. */
    boolean mayBeLost(Said said, Route route) {
      return ledger().ended.stream()
          .filter(end -> end.atMs() >= said.atMs())
          .anyMatch(end -> end.who().equals(said.where()) || livedAt(end, route, said));
    }

    private boolean livedAt(Ledger.Ended end, Route route, Said said) {
      // Nothing notes where replicas lived that came and went.
      return schedule.designs().stream().anyMatch(design -> design.isBalanced(route))
          || isOnItsWay(end, route, said);
    }

    /**
     * Whether the word may have been where that ended, as the receiver lived or was to live there.
     */
    boolean isOnItsWay(Ledger.Ended end, Route route, Said said) {
      return said.towards().contains(end.who().node())
          || ledger().moved.stream()
              .anyMatch(
                  m ->
                      m.to().equals(end.who().node())
                          && (m.actor().equals(route.to()) || route.via().contains(m.actor())))
          || ledger().began.stream()
              .anyMatch(b -> b.actor().equals(route.to()) && b.where().equals(end.who()));
    }

    /**
     * Whether one of these boards was taken for dead, or took another one for dead, or they did not
     * know of each other yet when the first of the two was heard.
     */
    boolean wereApart(Heard one, Heard other) {
      Set<Ledger.Incarnation> both = Set.copyOf(List.of(one.where(), other.where()));
      long firstMs = Math.min(one.atMs(), other.atMs());
      boolean haveMet =
          knew(one.where(), other.where(), firstMs) && knew(other.where(), one.where(), firstMs);
      return !haveMet
          || ledger().parted.stream()
              .anyMatch(p -> both.contains(p.who()) || both.contains(p.from()));
    }

    private boolean knew(Ledger.Incarnation who, Ledger.Incarnation other, long atMs) {
      return who.equals(other)
          || ledger().met.stream()
              .anyMatch(m -> m.who().equals(who) && m.other().equals(other) && m.atMs() <= atMs);
    }

    /**
     * Whether the two were said to different places of the receiver, of which one was taken for
     * dead, or took another one for dead.
     */
    boolean wereSaidApart(Route route, Heard one, Heard other) {
      Set<NodeId> places = new TreeSet<>(towards(route, one.word()));
      boolean isSame = places.equals(towards(route, other.word()));
      places.addAll(towards(route, other.word()));
      return !isSame
          && ledger().parted.stream()
              .anyMatch(p -> places.contains(p.who().node()) || places.contains(p.from().node()));
    }

    private Set<NodeId> towards(Route route, Word word) {
      return said(route).stream()
          .filter(said -> said.word().equals(word))
          .map(Said::towards)
          .findFirst()
          .orElseGet(Set::of);
    }

    /** Whether somebody was taken for dead who lived. */
    boolean isAnybodyTakenForDead() {
      return ledger().parted.stream().anyMatch(ledger()::isMistaken);
    }

    /** What an actor took that lists it, by talker's life; empty if it does not run. */
    Optional<SortedMap<Long, List<Long>>> taken(Address actor) {
      List<Snapshot.Seen> running = seen.running(actor);
      if (running.size() != 1) {
        return Optional.empty();
      }
      ActorView view = running.getFirst().at(actor).orElseThrow();
      SortedMap<Long, List<Long>> applied = new TreeMap<>();
      ((EdnMap) view.state())
          .forEach(
              (life, numbers) -> {
                List<Long> all = new ArrayList<>();
                ((EdnVector) numbers).forEach(n -> all.add(((Int) n).value()));
                applied.put(((Int) life).value(), all);
              });
      return Optional.of(applied);
    }
  }

  static List<Route> routes(Schedule schedule, Predicate<Kind> which) {
    return schedule.designs().stream()
        .flatMap(design -> design.routes().stream())
        .filter(route -> which.test(route.kind()))
        .toList();
  }

  /** Those that end at a sink, which notes what it hears. */
  private static List<Route> toSinks(Schedule schedule) {
    return routes(schedule, kind -> kind != Kind.DURABLE && kind != Kind.LISTED);
  }

  private static List<Route> toDurable(Schedule schedule) {
    return routes(schedule, kind -> kind == Kind.DURABLE);
  }

  private static List<String> never(Schedule schedule, Evidence evidence) {
    List<String> wrong = new ArrayList<>();
    for (Route route : toSinks(schedule)) {
      evidence
          .heard(route)
          .forEach(
              (word, all) -> {
                if (all.size() > 1) {
                  wrong.add(word + " came to " + route.to() + " as " + all);
                }
              });
    }
    return wrong;
  }

  /**
   * Of what goes straight from one actor to another, each word is later than the one before; also
   * if the receiver has moved, but not if two of it ran in two parts of a fleet: what had been said
   * to the one that yields is passed on when the parts meet (design, 6), which may be later than
   * what was said to the one that stays, since whoever said it knew that one by then.
   */
  private static List<String> order(Schedule schedule, Evidence evidence) {
    List<String> wrong = new ArrayList<>();
    for (Route route : toSinks(schedule)) {
      if (route.kind() != Kind.DIRECT) {
        continue;
      }
      Map<Long, Heard> last = new HashMap<>();
      for (Heard heard : evidence.ledger().heard) {
        if (heard.sink().equals(route.to()) && heard.name().equals(route.arrivesAs())) {
          Heard before = last.put(heard.word().life(), heard);
          if (before != null
              && before.word().number() > heard.word().number()
              && (before.sinkLife() == heard.sinkLife() || !evidence.wereApart(before, heard))
              && !evidence.wereSaidApart(route, before, heard)) {
            wrong.add(route.to() + " heard " + heard + " after " + before);
          }
        }
      }
    }
    return wrong;
  }

  private static List<String> silence(Schedule schedule, Evidence evidence) {
    List<String> wrong = new ArrayList<>();
    for (Route route : toSinks(schedule)) {
      for (Said said : evidence.answerable(route)) {
        boolean isKnown =
            evidence.heard(route).containsKey(said.word())
                || !evidence.died(said.word(), route).isEmpty();
        if (!isKnown && !evidence.mayBeLost(said, route)) {
          wrong.add(said + " never came to " + route.to() + ", and is no dead letter");
        }
      }
    }
    return wrong;
  }

  private static List<String> both(Schedule schedule, Evidence evidence) {
    List<String> wrong = new ArrayList<>();
    for (Route route : toSinks(schedule)) {
      for (Word word : evidence.heard(route).keySet()) {
        for (Died died : evidence.died(word, route)) {
          if (!UNKNOWABLE.contains(died.reason())) {
            wrong.add(word + " came to " + route.to() + ", and is a dead letter: " + died);
          }
        }
      }
    }
    return wrong;
  }

  private static List<String> durable(Schedule schedule, Evidence evidence) {
    List<String> wrong = new ArrayList<>();
    for (Route route : toDurable(schedule)) {
      evidence
          .taken(route.to())
          .orElseGet(TreeMap::new)
          .forEach(
              (life, numbers) -> {
                for (int i = 1; i < numbers.size(); i++) {
                  if (numbers.get(i) <= numbers.get(i - 1)) {
                    wrong.add(
                        route.to()
                            + " took "
                            + new Word(life, numbers.get(i))
                            + " after "
                            + new Word(life, numbers.get(i - 1)));
                  }
                }
              });
    }
    return wrong;
  }

  /** What a durable actor did not take is a dead letter, unless the sayer or the disk is gone. */
  private static List<String> durableSilence(Schedule schedule, Evidence evidence) {
    List<String> wrong = new ArrayList<>();
    for (Route route : toDurable(schedule)) {
      SortedMap<Long, List<Long>> taken = evidence.taken(route.to()).orElseGet(TreeMap::new);
      for (Said said : evidence.answerable(route)) {
        List<Long> numbers = taken.getOrDefault(said.word().life(), List.of());
        boolean isKnown =
            numbers.contains(said.word().number()) || !evidence.died(said.word(), route).isEmpty();
        if (!isKnown && !mayBeLost(evidence, route, said)) {
          wrong.add(said + " was not taken by " + route.to() + ", and is no dead letter");
        }
      }
    }
    return wrong;
  }

  private static boolean mayBeLost(Evidence evidence, Route route, Said said) {
    return evidence.ledger().ended.stream()
        .filter(end -> end.atMs() >= said.atMs())
        .anyMatch(
            end ->
                end.who().equals(said.where())
                    || (end.isDiskLost() && evidence.isOnItsWay(end, route, said)));
  }
}
