/**
 * Rehearsals: a system runs on one invented node, in virtual time and with chance that a seed
 * decides, to see whether it does what a document expects; the same document always gives the same
 * result. Devices are stand-ins that say what the document has them say.
 *
 * <p>Never here: files, real time, threads, networks. Reading the documents from disk and telling
 * people about the outcome is the business of {@code cli}.
 */
@NullMarked
package jellybean.rehearsal;

import org.jspecify.annotations.NullMarked;
