/**
 * Systems: the document that describes one, its supervisors, and the bus that each of them is.
 *
 * <p>A document is checked and compiled once into a {@link jellybean.system.SupervisorDef} tree; a
 * {@link jellybean.system.Bus} is the routing rules of one supervisor with the places of its
 * children; {@code Supervisor} and {@code Host} are behaviours that start, watch and restart. All
 * of it is pure: what happens comes in as messages, what is to be done goes out as effects.
 *
 * <p>Never here: how messages reach other nodes, and which nodes there are beyond what a message
 * says.
 */
@NullMarked
package jellybean.system;

import org.jspecify.annotations.NullMarked;
