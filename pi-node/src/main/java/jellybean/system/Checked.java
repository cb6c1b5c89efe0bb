package jellybean.system;

import java.util.List;
import java.util.Optional;
import jellybean.lang.Fault;

/**
 * What became of a document.
 *
 * @param definition present exactly if there are no faults
 * @param faults every fault, sorted by file and position; at most {@link Checker#MAX_FAULTS} of
 *     them, then one more, without a place, says how many were left out
 */
public record Checked(Optional<SupervisorDef> definition, List<Fault> faults) {
  public Checked {
    faults = List.copyOf(faults);
  }
}
