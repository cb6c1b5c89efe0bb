/**
 * The network between simulated nodes: datagrams and connections, each direction of each pair with
 * its own weather, cut or not. It carries whatever it is given and knows no protocol.
 */
@NullMarked
package jellybean.sim.air;

import org.jspecify.annotations.NullMarked;
