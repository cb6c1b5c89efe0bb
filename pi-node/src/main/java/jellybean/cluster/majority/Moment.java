package jellybean.cluster.majority;

/**
 * Time and chance of one input.
 *
 * @param nowMs on the monotonic clock of this life of the node. It must not stand still while the
 *     machine sleeps: a laptop's {@code CLOCK_BOOTTIME}, not its {@code CLOCK_MONOTONIC}.
 * @param random any 64 random bits
 */
public record Moment(long nowMs, long random) {}
