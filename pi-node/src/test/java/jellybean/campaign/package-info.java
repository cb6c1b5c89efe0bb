/**
 * Whole clusters under random schedules of faults: from a seed a cluster, documents, traffic,
 * operators and faults are made; after that everything is healed, and named invariants are checked
 * against what happened.
 *
 * <pre>
 *   seed ─▶ Schedules ─▶ Schedule ─▶ Director ─▶ World (Boards, Air) ─▶ Ledger ─▶ Invariants
 * </pre>
 */
@NullMarked
package jellybean.campaign;

import org.jspecify.annotations.NullMarked;
