package jellybean.sim.swim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jellybean.cluster.Member;
import jellybean.cluster.MemberEvent.Reason;
import jellybean.port.Timers.Timer;
import jellybean.sim.swim.Rumour.Belief;
import jellybean.sim.swim.Rumour.Life;
import jellybean.sim.swim.Rumour.Status;

/** What one node believes of all others, and how beliefs change. */
final class Beliefs {
  /** Where a belief comes from. */
  enum Source {
    GOSSIP,
    TABLE,
    OWN
  }

  private final Swim swim;
  private final Map<Life, Belief> table = new TreeMap<>();
  private final Map<Life, Timer> suspicions = new TreeMap<>();
  private final Map<Life, Asked> asked = new TreeMap<>();

  /** A newcomer that was asked what it is. */
  private record Asked(Belief belief, Source source, Timer timer) {}

  Beliefs(Swim swim) {
    this.swim = swim;
    table.put(swim.life, new Belief(swim.self, Status.ALIVE, 0));
  }

  List<Belief> all() {
    return List.copyOf(table.values());
  }

  List<Member> others() {
    List<Member> others = new ArrayList<>();
    for (Belief belief : table.values()) {
      if (!belief.life().equals(swim.life)) {
        others.add(belief.member());
      }
    }
    return others;
  }

  long ownCounter() {
    return own().counter();
  }

  private Belief own() {
    return Optional.ofNullable(table.get(swim.life)).orElseThrow();
  }

  boolean isLeaving(Member member) {
    return find(Life.of(member)).filter(b -> b.status() == Status.LEAVING).isPresent();
  }

  Optional<Belief> find(Life life) {
    return Optional.ofNullable(table.get(life));
  }

  void acquaint(Member member) {
    table.put(Life.of(member), new Belief(member, Status.ALIVE, 0));
    swim.seen(member);
  }

  /** The result of a probe. */
  void probed(Life life, Status status) {
    Optional<Belief> known = find(life).filter(b -> b.status() != status);
    if (known.isPresent() && status == Status.ALIVE) {
      // It does not know that it is suspected, and only itself can object.
      swim.send(life.node(), new Rumour.Table(all(), true));
    } else {
      known.ifPresent(b -> heard(b.as(status), Source.OWN));
    }
  }

  /** Somebody believes that. */
  void heard(Belief belief, Source source) {
    Optional<Belief> known = find(belief.life());
    boolean wasLeaving = known.filter(b -> b.status() == Status.LEAVING).isPresent();
    boolean counts =
        known
            .map(belief::overrides)
            .orElse(belief.status() == Status.ALIVE || belief.status() == Status.LEAVING);
    if (!counts && !(wasLeaving && belief.status() == Status.ALIVE)) {
      return;
    }
    if (belief.life().equals(swim.life)) {
      object(belief);
      return;
    }
    switch (belief.status()) {
      case ALIVE -> alive(known, belief, source);
      case SUSPECT -> suspect(known, belief, source);
      case LEAVING -> leaving(known, belief, source);
      case DEAD -> dead(belief);
    }
  }

  /** This node lives, whatever is said. */
  private void object(Belief said) {
    if (own().status() == Status.LEAVING) {
      return;
    }
    long counter = Math.max(own().counter(), said.counter()) + 1;
    Belief mine = new Belief(swim.self, Status.ALIVE, counter);
    table.put(swim.life, mine);
    swim.gossip.spread(mine);
  }

  private void alive(Optional<Belief> known, Belief belief, Source source) {
    if (known.filter(b -> b.counter() >= belief.counter()).isPresent()
        || asked.containsKey(belief.life())) {
      return;
    }
    Timer timer =
        swim.node.after(swim.profile.metadataTimeoutMs(), () -> asked.remove(belief.life()));
    asked.put(belief.life(), new Asked(belief, source, timer));
    swim.send(belief.life().node(), new Rumour.Who(belief.life()));
  }

  /** A newcomer said what it is. */
  void introduced(Member member) {
    Life life = Life.of(member);
    Asked question = asked.remove(life);
    if (question == null) {
      return;
    }
    question.timer.cancel();
    calm(life);
    Belief belief = question.belief;
    spreadUnlessGossiped(belief, question.source);
    table.put(life, new Belief(member, Status.ALIVE, belief.counter()));
    swim.seen(member);
  }

  private void suspect(Optional<Belief> known, Belief belief, Source source) {
    if (known.filter(b -> b.status() == Status.LEAVING).isEmpty()) {
      table.put(belief.life(), belief);
    }
    doubt(belief.life());
    spreadUnlessGossiped(belief, source);
  }

  private void leaving(Optional<Belief> known, Belief belief, Source source) {
    table.put(belief.life(), belief);
    if (known.isPresent()) {
      swim.gone(belief.member(), Reason.LEFT);
    }
    doubt(belief.life());
    spreadUnlessGossiped(belief, source);
  }

  private void doubt(Life life) {
    if (!suspicions.containsKey(life)) {
      long ms = swim.profile.suspicionMs(table.size());
      suspicions.put(
          life,
          swim.node.after(
              ms,
              () -> {
                suspicions.remove(life);
                find(life).ifPresent(b -> dead(b.as(Status.DEAD)));
              }));
    }
  }

  private void calm(Life life) {
    Timer timer = suspicions.remove(life);
    if (timer != null) {
      timer.cancel();
    }
  }

  /** Nobody is told: each finds out by itself. */
  private void dead(Belief belief) {
    calm(belief.life());
    if (table.remove(belief.life()) != null) {
      swim.gone(belief.member(), Reason.UNREACHABLE);
    }
  }

  private void spreadUnlessGossiped(Belief belief, Source source) {
    if (source != Source.GOSSIP) {
      swim.gossip.spread(belief);
    }
  }

  void leave() {
    Belief leaving = new Belief(swim.self, Status.LEAVING, own().counter() + 1);
    table.put(swim.life, leaving);
    swim.gossip.spread(leaving);
  }
}
