/**
 * EDN: immutable values, a bounded reader and printers over bytes.
 *
 * <p>Everything actors share, every frame, document and state is one of these values. The notation
 * is the <a href="https://github.com/edn-format/edn">EDN specification</a> as Clojure 1.12's {@code
 * clojure.edn} reads it; {@link jellybean.edn.EdnReader} lists the few differences. Equality is
 * Clojure's {@code =}.
 *
 * <p>Never here: sockets, threads, files by name, time, randomness, evaluation. Nothing but the JDK
 * is imported. Values may be shared between threads freely; readers and printers belong to the one
 * thread that uses them.
 */
@NullMarked
package jellybean.edn;

import org.jspecify.annotations.NullMarked;
