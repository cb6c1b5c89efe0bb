package jellybean.net;

import java.util.ArrayList;
import java.util.List;

/**
 * What one of ScaleCube's objects is going to read, as far as it was checked, and what to check
 * members against.
 *
 * <p>ScaleCube takes a member for itself by its address alone: a record with this node's id and
 * another address would make it forget that it exists, for ever.
 */
final class Reading {
  private final Homes homes;
  private final List<Object> items = new ArrayList<>();

  Reading(Homes homes) {
    this.homes = homes;
  }

  /** For an object within this one. */
  Reading nested() {
    return new Reading(homes);
  }

  void add(Object item) {
    items.add(item);
  }

  List<Object> items() {
    return items;
  }

  /**
   * @throws SwimFormatException if that life is known to be elsewhere
   */
  void checkHome(LifeId life, String address) {
    homes
        .of(life)
        .filter(home -> !home.equals(address))
        .ifPresent(
            home -> {
              throw new SwimFormatException(
                  "bad member " + life + ": expected it at " + home + ", found " + address);
            });
  }
}
