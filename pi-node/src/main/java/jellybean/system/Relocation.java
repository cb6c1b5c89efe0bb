package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Text;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;

/**
 * What a supervisor knows of actors that move.
 *
 * @param known those of the present table: who moves by it, and who moved last
 * @param underway who moves, until it runs at its new place
 */
record Relocation(List<Moved> known, List<Underway> underway) {
  /** Actors of one supervisor that move at the same time; more are refused. */
  static final int MAX_MOVES = 4;

  Relocation {
    known = List.copyOf(known);
    underway = List.copyOf(underway);
  }

  /**
   * @param isRouted whether the table says already that it lives at its new place
   * @param asker who ordered it
   * @param abandoned that it is to be given up, once its new node says that it has nothing of it
   * @param back its way back, while its old node opens its mailbox again
   */
  record Underway(
      Moved moved,
      boolean isRouted,
      Optional<ReplyTo> asker,
      Optional<Abandoned> abandoned,
      Optional<Moved> back) {
    Underway(Moved moved, boolean isRouted, Optional<ReplyTo> asker) {
      this(moved, isRouted, asker, Optional.empty(), Optional.empty());
    }

    Underway answered() {
      return new Underway(moved, isRouted, Optional.empty(), Optional.empty(), back);
    }

    Underway abandonedBy(Abandoned order) {
      return new Underway(moved, isRouted, asker, Optional.of(order), back);
    }

    boolean isOf(long number) {
      return moved.number() == number || back.filter(b -> b.number() == number).isPresent();
    }
  }

  /**
   * An order to give a move up.
   *
   * @param anew where the actor is to begin anew, unless it goes on where it was
   */
  record Abandoned(Optional<ReplyTo> asker, Optional<NodeId> anew) {}

  Optional<Underway> of(Address body) {
    return underway.stream().filter(u -> u.moved().body().equals(body)).findFirst();
  }

  Optional<Underway> of(long number) {
    return underway.stream().filter(u -> u.isOf(number)).findFirst();
  }

  /** With that in the place of what was known of this move. */
  Relocation with(Underway now) {
    List<Underway> all = others(now.moved().body());
    all.add(now);
    return new Relocation(known, all);
  }

  /** By the next table it lives there. */
  Relocation routed(Underway now) {
    Predicate<Moved> isUnderway =
        moved -> underway.stream().anyMatch(u -> u.moved().number() == moved.number());
    List<Moved> all = new ArrayList<>(known);
    all.removeIf(isUnderway.negate().or(m -> m.body().equals(now.moved().body())));
    all.add(now.moved());
    List<Underway> rest = others(now.moved().body());
    rest.add(now);
    return new Relocation(all, rest);
  }

  Relocation over(Address body) {
    return new Relocation(known, others(body));
  }

  /** It is known to run at its new place. */
  Relocation arrived(Address body) {
    List<Moved> all =
        known.stream().map(moved -> moved.body().equals(body) ? moved.arrived() : moved).toList();
    return new Relocation(all, others(body));
  }

  /** {@code {"/a/b" ["from" "to"]}}. */
  EdnMap toValue() {
    EdnMap moving = EdnMap.EMPTY;
    for (Underway each : underway) {
      Moved moved = each.moved();
      Text from = new Text(moved.from().value());
      moving =
          moving.with(
              new Text(moved.body().path()), EdnVector.of(from, new Text(moved.to().value())));
    }
    return moving;
  }

  private List<Underway> others(Address body) {
    List<Underway> others = new ArrayList<>(underway);
    others.removeIf(u -> u.moved().body().equals(body));
    return others;
  }
}
