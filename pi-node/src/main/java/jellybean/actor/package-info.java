/**
 * Actors: mailboxes, behaviours, steps and their effects, the loops that run them.
 *
 * <p>A behaviour is a pure function {@code (state, delivery) -> step}; the loop that owns the actor
 * alone touches its state, calls the behaviour, then carries out the step's effects. One message at
 * a time; a step that fails has not happened. The loop knows no supervisors, buses or nodes: a
 * supervisor is a behaviour whose effects include spawn, restart and terminate, and where a said
 * message goes is decided by a {@link jellybean.actor.Router} that somebody installed.
 *
 * <p>Never here: threads (they belong to {@code node}), sockets, files, locks, clocks.
 */
@NullMarked
package jellybean.actor;

import org.jspecify.annotations.NullMarked;
