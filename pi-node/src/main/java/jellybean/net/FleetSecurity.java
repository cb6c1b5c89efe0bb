package jellybean.net;

import java.util.concurrent.CompletableFuture;
import jellybean.edn.EdnMap;
import jellybean.edn.Value;

/** What an operator may change of what keeps the fleet closed, through any member. */
public interface FleetSecurity {
  /**
   * Takes a signed deny-list and spreads it; answers when every live member holds it, or when some
   * do not for too long: {@code {:version 3 :denied 2 :members ["a" "b"] :without ["c"]}}.
   *
   * <p>Fails with {@link FleetSecurityException} if the list is forged, another fleet's, or not
   * newer than what this member holds: then nothing is changed.
   */
  CompletableFuture<EdnMap> deny(Value signed);

  /**
   * Gives the fleet a new key for its datagrams: installs, uses, removes the old ones, each
   * everywhere before the next. Answers {@code {:version 7 :key "ring key 1a2b3c4d" :members […]}}.
   *
   * <p>Fails with {@link FleetSecurityException} if a live member does not follow: then both keys
   * stay, and the next rotation tidies up.
   */
  CompletableFuture<EdnMap> rotateKeys();

  /** What this member holds: {@code {:denied 3 :ring [7 "a"] :clock :system …}}. */
  EdnMap facts();
}
