/**
 * What hangs on the pins of a board: read from EDN, checked, drawn.
 *
 * <p>Documents name what is wired ({@code :wire :status}); a description of a board says which pins
 * that is. So the same document runs on boards that are wired differently.
 *
 * <p>Never here: files, pins that move, devices.
 */
@NullMarked
package jellybean.wiring;

import org.jspecify.annotations.NullMarked;
