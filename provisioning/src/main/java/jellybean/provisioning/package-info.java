/**
 * The keys of a fleet: its certificate authority, the certificates of nodes and operators, and the
 * key ring of its UDP traffic.
 *
 * <p>It runs on the operator's machine and never on a board, and it never opens a connection. Of
 * the node's packages it knows {@code edn}, and the one interface of the command that it
 * implements.
 */
@NullMarked
package jellybean.provisioning;

import org.jspecify.annotations.NullMarked;
