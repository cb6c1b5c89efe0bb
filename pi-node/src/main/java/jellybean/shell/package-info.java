/**
 * The interactive shell: the whole fleet as one tree of names, seen through one member.
 *
 * <p>A line of text becomes words ({@code Words}), words become a {@code Command}, a command asks
 * the member through a {@link jellybean.shell.Session} and makes an {@code Answer}, which is an EDN
 * value and the way a terminal shows it. {@link jellybean.shell.Shell} ties them together and is
 * the only entry; {@code LineEditor} is the only class that knows JLine.
 *
 * <p>Never here: sockets, certificates, process exits, and any knowledge of actors beyond the EDN
 * that a member answers. What a member answers is not trusted by the terminal: control characters
 * are shown, never sent to it.
 */
@NullMarked
package jellybean.shell;

import org.jspecify.annotations.NullMarked;
