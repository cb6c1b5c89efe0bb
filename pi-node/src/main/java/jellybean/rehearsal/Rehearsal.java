package jellybean.rehearsal;

import java.util.List;
import java.util.Optional;
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

  /** The same with another seed. */
  public Rehearsal withSeed(long other) {
    return new Rehearsal(name, at, other, actions);
  }

  /**
   * The tests of a document.
   *
   * @param system which one they are of
   */
  public record Document(Named system, List<Rehearsal> rehearsals) {
    public Document {
      rehearsals = List.copyOf(rehearsals);
    }
  }

  /**
   * The system of a document.
   *
   * @param use its file, as the document names it; empty if it stands in the document
   * @param text the system itself, if it stands in the document, at its place
   * @param at where the document names it
   * @param with values for its params
   */
  public record Named(String use, Optional<String> text, Position at, EdnMap with) {}
}
