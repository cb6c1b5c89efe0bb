package jellybean.net;

import java.util.Optional;

/** At which address a life is, if that is known: it has one, from its first to its last moment. */
@FunctionalInterface
interface Homes {
  /** The {@code figures:port} of a life; any thread. */
  Optional<String> of(LifeId life);
}
