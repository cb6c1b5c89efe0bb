package jellybean.system;

import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * What a supervisor is told when it is made.
 *
 * @param self its address
 * @param node where it lives
 * @param epoch of the system's home
 * @param isMajority whether the system runs only in the majority
 * @param parent the supervisor above it, if any: told when all of it runs
 * @param deployer who deployed the system, for its root: told when all of it runs, or that it ended
 * @param known the last table that this node knows of it; lets it keep what lives
 * @param members the live members
 * @param spare what members have left, in thousandths of a core, as far as this node knows when it
 *     is asked; must not block
 */
record SupervisorContext(
    Address self,
    NodeId node,
    String system,
    Stamp document,
    Stamp epoch,
    boolean isMajority,
    Optional<Address> parent,
    Optional<Address> deployer,
    Optional<Table> known,
    SortedMap<NodeId, Life> members,
    Supplier<SortedMap<NodeId, Long>> spare) {}
