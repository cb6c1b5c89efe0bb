package jellybean.actor;

import java.util.Optional;
import jellybean.edn.Value;

/**
 * What a document of a saved system holds of a state.
 *
 * @param state empty if the actor begins anew when the document is loaded
 * @param isByKey whether it is a map from keys to states, which replicas share among them
 * @param merges whether another replica can take it over
 */
public record Saved(Optional<Value> state, boolean isByKey, boolean merges) {
  public static final Saved NOTHING = new Saved(Optional.empty(), false, false);

  public static Saved whole(Value state) {
    return new Saved(Optional.of(state), false, false);
  }
}
