package jellybean.campaign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jellybean.campaign.Delivered.Evidence;
import jellybean.campaign.Ledger.Began;
import jellybean.message.Address;

/**
 * What lives is adopted by a new home, not started again. It can be judged for as long as nobody
 * was taken for dead who lived: after that an actor may have given way to another one.
 */
final class Lived {
  private Lived() {}

  static final Invariant<Evidence> GOES_ON = new Invariant<>("what lives goes on", Lived::goesOn);

  private static List<String> goesOn(Schedule schedule, Evidence evidence) {
    Ledger ledger = evidence.ledger();
    long untilMs =
        ledger.parted.stream()
            .filter(ledger::isMistaken)
            .mapToLong(Ledger.Parted::atMs)
            .min()
            .orElse(Long.MAX_VALUE);
    List<String> wrong = new ArrayList<>();
    Map<Address, Began> last = new HashMap<>();
    for (Began began : ledger.began) {
      Began before = last.put(began.actor(), began);
      if (began.atMs() < untilMs && before != null && before.where().equals(began.where())) {
        wrong.add(before + " was started again as " + began);
      }
    }
    return wrong;
  }
}
