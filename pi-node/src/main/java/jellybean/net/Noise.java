package jellybean.net;

import java.util.function.Supplier;

/** Takes warnings about what others do. Called by the event loop thread. */
@FunctionalInterface
interface Noise {
  /** The text is made only if it is said. */
  void warn(Enum<?> name, Supplier<String> text);
}
