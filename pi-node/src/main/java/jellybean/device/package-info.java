/**
 * Devices: actors whose behaviour is Java and touches the world.
 *
 * <p>A device is declared in a document like any other child, with a type and a configuration; a
 * {@link jellybean.device.Driver} makes its behaviour. What may block is done by the node's
 * workers, never in a step; a device that gives faster than its readers take waits until they ask
 * for more.
 *
 * <p>Never here: how messages travel, who listens to a device, which node it runs on.
 */
@NullMarked
package jellybean.device;

import org.jspecify.annotations.NullMarked;
