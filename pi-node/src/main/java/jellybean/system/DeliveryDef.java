package jellybean.system;

import java.util.Set;
import jellybean.edn.Keyword;

/**
 * What an actor's document says about messages on their way.
 *
 * @param atLeastOnce whether who sends to it from another node keeps a message until it was handled
 * @param datagrams names that come from other nodes in datagrams, which may be lost
 * @param parkMs how long it is not served, at most, while whom it sends to has no room; 0: never
 */
public record DeliveryDef(boolean atLeastOnce, Set<Keyword> datagrams, long parkMs) {
  public static final long DEFAULT_PARK_MS = 5_000;

  public static final DeliveryDef DEFAULT = new DeliveryDef(false, Set.of(), DEFAULT_PARK_MS);

  public DeliveryDef {
    datagrams = Set.copyOf(datagrams);
  }
}
