package jellybean.rehearsal;

import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.Position;

/**
 * One test of a system.
 *
 * @param name for people
 * @param at where it stands in its file
 * @param seed decides where chance does
 */
public record Rehearsal(String name, Position at, long seed, List<Action> actions) {
  public Rehearsal {
    actions = List.copyOf(actions);
  }

  /**
   * The tests of a document.
   *
   * @param use the file of the system, as the document names it
   * @param useAt where the document names it
   * @param with values for the system's params
   */
  public record Document(String use, Position useAt, EdnMap with, List<Rehearsal> rehearsals) {
    public Document {
      rehearsals = List.copyOf(rehearsals);
    }
  }
}
