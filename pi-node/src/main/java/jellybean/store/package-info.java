/**
 * The embedded store of a node: an append log of EDN on the data partition, and what it adds up to.
 *
 * <p>One file is in use at a time. It begins with an image of everything that is kept; what changes
 * is appended, one line a change, each with a checksum, and is on disk (fsync) before anybody is
 * told. When the file has grown well past its image a new one takes its place. So a power cut can
 * only cut off lines that nobody was told of; a fault in what had been on disk is noticed, and the
 * files are set aside, never emptied or mended in silence.
 *
 * <p>Why not a library: H2's MVStore 2.4 was tried and lost committed data on torn tails and
 * flipped bits in silence; SQLite is native code, under which no test can put a disk that forgets,
 * reorders and tears writes; and what is kept here is a few megabytes that {@code less} can show.
 *
 * <p>Never here: threads (whoever opens a store calls it from one), networks, decisions about
 * actors.
 */
@NullMarked
package jellybean.store;

import org.jspecify.annotations.NullMarked;
