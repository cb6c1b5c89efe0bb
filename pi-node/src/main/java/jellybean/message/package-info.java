/**
 * What travels: addresses, node ids, message ids and envelopes, and the ranking that spreads them.
 *
 * <p>Everything that crosses from one actor, or one board, to another is an {@link
 * jellybean.message.Envelope}: messages of programs, starts and stops, routing tables, documents
 * and the shell's questions alike. This package never routes, stores or sends one, and knows
 * neither sockets nor actors.
 */
@NullMarked
package jellybean.message;

import org.jspecify.annotations.NullMarked;
