package jellybean.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jellybean.actor.ActorView;
import jellybean.campaign.Snapshot.Seen;
import jellybean.cluster.Member;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.Protocol;

/** What has to be true some time after everything was healed, and to stay so. */
final class Settled {
  private static final Keyword CHILDREN = Keyword.of("children");
  private static final Keyword WAITING_FOR = Keyword.of("waiting-for");
  private static final Keyword SYSTEMS = Keyword.of("systems");
  private static final Keyword RUNNING = Keyword.of("running");

  private Settled() {}

  /** These do not mind that there is traffic. */
  static final List<Invariant<Snapshot>> WHILE_TALKING =
      List.of(
          new Invariant<>("all agree who is a member", Settled::members),
          new Invariant<>("all have the same documents", Settled::documents),
          new Invariant<>("everything deployed runs exactly once", Settled::once),
          new Invariant<>("nothing runs that was not deployed", Settled::strangers),
          new Invariant<>("all route alike", Settled::routes),
          new Invariant<>("no supervisor waits for ever", Settled::supervisors));

  static final List<Invariant<Snapshot>> ALL =
      Stream.concat(
              WHILE_TALKING.stream(),
              Stream.of(new Invariant<>("no message waits for ever", Settled::messages)))
          .toList();

  private static List<String> members(Schedule schedule, Snapshot seen) {
    String expected =
        seen.boards().stream().map(s -> s.board().who().toString()).sorted().toList().toString();
    List<String> wrong = new ArrayList<>();
    for (Seen each : seen.boards()) {
      String found =
          each.board().swim().members().all().stream()
              .map(Settled::shown)
              .sorted()
              .toList()
              .toString();
      if (!found.equals(expected)) {
        wrong.add(each.board().who() + " sees " + found + ", expected " + expected);
      }
    }
    return wrong;
  }

  private static String shown(Member member) {
    return new Ledger.Incarnation(member.node(), member.incarnation()).toString();
  }

  private static List<String> documents(Schedule schedule, Snapshot seen) {
    List<String> wrong = new ArrayList<>();
    SortedMap<String, String> versions = new TreeMap<>();
    for (Seen each : seen.boards()) {
      Address documents = Protocol.documents(each.board().id());
      EdnMap systems = mapAt(each.at(documents).orElseThrow().state(), SYSTEMS);
      versions.put(each.board().id().value(), sorted(systems).toString());
      for (Design design : schedule.designs()) {
        boolean isThere = systems.get(new Text(design.name()), Nil.NIL) != Nil.NIL;
        boolean isGone = seen.isTakenAway(design) || seen.isForgotten(design.root());
        if (isThere == isGone) {
          wrong.add(
              each.board().who() + (isThere ? " has a" : " has no") + " document " + design.name());
        }
      }
    }
    if (new TreeSet<>(versions.values()).size() > 1) {
      wrong.add("versions differ: " + versions);
    }
    return wrong;
  }

  /** Empty of a durable actor that has not been loaded yet. */
  private static EdnMap mapAt(Value state, Keyword key) {
    return state instanceof EdnMap map ? (EdnMap) map.get(key, EdnMap.EMPTY) : EdnMap.EMPTY;
  }

  private static SortedMap<String, String> sorted(EdnMap map) {
    SortedMap<String, String> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(key.toString(), value.toString()));
    return sorted;
  }

  private static List<String> once(Schedule schedule, Snapshot seen) {
    List<String> wrong = new ArrayList<>();
    for (Design design : seen.able(schedule)) {
      for (Address body : seen.bodies(design)) {
        List<Seen> running = seen.running(body);
        if (running.size() != 1) {
          wrong.add(body + " runs on " + running.stream().map(s -> s.board().id()).toList());
        }
      }
    }
    return wrong;
  }

  private static List<String> strangers(Schedule schedule, Snapshot seen) {
    Set<Address> expected =
        seen.deployed(schedule).stream()
            .flatMap(design -> design.allBodies().stream())
            .collect(Collectors.toSet());
    seen.deployed(schedule).stream()
        .filter(design -> Electorates.isLost(seen, design)) // nobody can withdraw replicas
        .forEach(design -> expected.addAll(design.atTimes()));
    List<String> wrong = new ArrayList<>();
    for (Seen each : seen.boards()) {
      for (ActorView view : each.bodies().values()) {
        if (!expected.contains(view.address())) {
          wrong.add(view.address() + " is " + view.status() + " on " + each.board().id());
        }
      }
    }
    return wrong;
  }

  private static List<String> routes(Schedule schedule, Snapshot seen) {
    List<String> wrong = new ArrayList<>();
    for (Design design : seen.able(schedule)) {
      for (Address body : design.allBodies()) {
        SortedSet<String> places = new TreeSet<>();
        SortedMap<NodeId, String> by = new TreeMap<>();
        for (Seen each : seen.boards()) {
          Optional<NodeId> place = each.board().locate(body);
          by.put(each.board().id(), place.map(NodeId::value).orElse("nowhere"));
          places.add(by.get(each.board().id()));
        }
        if (places.size() > 1) {
          wrong.add(body + " lives, as they believe, on " + by);
        }
      }
    }
    return wrong;
  }

  private static List<String> supervisors(Schedule schedule, Snapshot seen) {
    List<String> wrong = new ArrayList<>();
    for (Seen each : seen.boards()) {
      for (ActorView view : each.actors().values()) {
        if (seen.isLost(schedule, view.address())) {
          continue;
        }
        if (!view.status().equals("running")) {
          wrong.add(view.address() + " is " + view.status() + " on " + each.board().id());
        } else if (view.kind().equals("system") || view.kind().equals("supervisor")) {
          supervisor(view, wrong);
        }
      }
    }
    return wrong;
  }

  private static List<String> messages(Schedule schedule, Snapshot seen) {
    List<String> wrong = new ArrayList<>();
    for (Seen each : seen.boards()) {
      String on = " on " + each.board().id();
      for (ActorView view : each.actors().values()) {
        if (view.queued() > 0 && !seen.isLost(schedule, view.address())) {
          wrong.add(view.address() + " has " + view.queued() + " messages" + on);
        }
      }
      Value asked = each.at(Operator.address(each.board())).orElseThrow().state();
      if (((EdnVector) asked).size() > 0) {
        wrong.add("an operator waits for " + asked + on);
      }
      if (each.board().links().unconfirmed() > 0) {
        wrong.add(each.board().links().unconfirmed() + " envelopes are not confirmed" + on);
      }
      long notAccepted = each.board().node().counter("unconfirmed");
      if (notAccepted > 0 && seen.able(schedule).equals(seen.deployed(schedule))) {
        wrong.add(notAccepted + " messages are not accepted" + on);
      }
    }
    return wrong;
  }

  private static void supervisor(ActorView view, List<String> wrong) {
    if (!(view.state() instanceof EdnMap state)) {
      wrong.add(view.address() + " shows " + view.state());
      return;
    }
    if (((EdnVector) state.get(WAITING_FOR, EdnVector.EMPTY)).size() > 0) {
      wrong.add(view.address() + " waits for hosts: " + state.get(WAITING_FOR));
    }
    mapAt(state, CHILDREN)
        .forEach(
            (child, phase) -> {
              if (!(phase instanceof EdnVector pair) || pair.get(0) != RUNNING) {
                wrong.add(view.address() + " has " + child + " " + phase);
              }
            });
  }
}
