/**
 * The world outside the process: TCP with mutual TLS, sealed UDP, mDNS, and the membership engine.
 *
 * <p>Netty, JmDNS and ScaleCube appear here and nowhere else; nothing of theirs leaves the package,
 * above all no {@code ByteBuf}. One event loop thread, {@code jellybean-net}, owns every connection
 * and link; callbacks run on it unless they say otherwise and must not block. Another, {@code
 * jellybean-tls}, computes handshakes while there are any. What to decide is decided by {@code
 * cluster} and {@code wire}; this package acts. It never looks a host name up, never deserializes
 * anything but bounded EDN, and hears only a greeting from whom it does not know.
 */
@NullMarked
package jellybean.net;

import org.jspecify.annotations.NullMarked;
