/**
 * Pictures of systems: what there is, what each says and receives, and who gets it; as data and as
 * SVG (Scalable Vector Graphics 1.1). Pure: the same system always gives the same picture.
 *
 * <p>Never here: files, and what a system means; that {@code system} knows.
 */
@NullMarked
package jellybean.diagram;

import org.jspecify.annotations.NullMarked;
