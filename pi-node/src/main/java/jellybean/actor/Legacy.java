package jellybean.actor;

import java.util.List;
import java.util.Optional;
import jellybean.edn.Value;

/**
 * What an actor leaves that gives way to another of its address: what it sends to that one, and
 * what it could not send, which becomes the dead letter {@code :yielded}.
 */
public record Legacy(List<Effect.Send> sends, Optional<Value> lost) {
  /** It knows nothing that the other could miss. */
  public static final Legacy NOTHING = new Legacy(List.of(), Optional.empty());

  public Legacy {
    sends = List.copyOf(sends);
  }
}
