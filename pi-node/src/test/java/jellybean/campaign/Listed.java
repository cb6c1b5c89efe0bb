package jellybean.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import jellybean.campaign.Delivered.Evidence;
import jellybean.campaign.Design.Kind;
import jellybean.campaign.Design.Route;
import jellybean.campaign.Ledger.Said;
import jellybean.campaign.Ledger.Word;

/**
 * What is promised of messages to an actor that moves: its state lists what it took in its present
 * life, wherever it was. Judged if nobody was taken for dead who lived: else two of it may have
 * run, of which one gave way.
 */
final class Listed {
  private Listed() {}

  static final List<Invariant<Evidence>> ALL =
      List.of(
          new Invariant<>("volatile: never twice", Listed::never),
          new Invariant<>("in order per pair", Listed::order),
          new Invariant<>("volatile: arrives or is reported", Listed::silence));

  private static List<String> never(Schedule schedule, Evidence evidence) {
    List<String> wrong = new ArrayList<>();
    eachPair(
        schedule,
        evidence,
        (route, pair) -> {
          if (pair.next().equals(pair.before())) {
            wrong.add(route.to() + " took " + pair.next() + " twice");
          }
        });
    return wrong;
  }

  private static List<String> order(Schedule schedule, Evidence evidence) {
    List<String> wrong = new ArrayList<>();
    eachPair(
        schedule,
        evidence,
        (route, pair) -> {
          if (pair.next().number() < pair.before().number()) {
            wrong.add(route.to() + " took " + pair.next() + " after " + pair.before());
          }
        });
    return wrong;
  }

  /** What is missing between two that it took. */
  private static List<String> silence(Schedule schedule, Evidence evidence) {
    List<String> wrong = new ArrayList<>();
    eachPair(
        schedule,
        evidence,
        (route, pair) -> {
          for (Said said : evidence.said(route)) {
            if (pair.isBetween(said.word())
                && evidence.died(said.word(), route).isEmpty()
                && !evidence.mayBeLost(said, route)) {
              wrong.add(said + " was not taken by " + route.to() + ", and is no dead letter");
            }
          }
        });
    return wrong;
  }

  /** Two words of one life of a talker, of which the second was taken next after the first. */
  private record Pair(Word before, Word next) {
    boolean isBetween(Word word) {
      return word.life() == before.life()
          && word.number() > before.number()
          && word.number() < next.number();
    }
  }

  private static void eachPair(Schedule schedule, Evidence evidence, BiConsumer<Route, Pair> look) {
    if (evidence.isAnybodyTakenForDead()) {
      return;
    }
    for (Route route : Delivered.routes(schedule, kind -> kind == Kind.LISTED)) {
      SortedMap<Long, List<Long>> taken = evidence.taken(route.to()).orElseGet(TreeMap::new);
      taken.forEach(
          (life, numbers) -> {
            for (int i = 1; i < numbers.size(); i++) {
              look.accept(
                  route,
                  new Pair(new Word(life, numbers.get(i - 1)), new Word(life, numbers.get(i))));
            }
          });
    }
  }
}
