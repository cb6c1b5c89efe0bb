/** Messages between two processes of one machine: Jellybean's links beside what others have. */
@NullMarked
package jellybean.bench.remote;

import org.jspecify.annotations.NullMarked;
