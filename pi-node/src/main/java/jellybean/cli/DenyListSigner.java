package jellybean.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * Signs the list of those who are kept out of a fleet.
 *
 * <p>Implemented by the module {@code provisioning} and found through {@link
 * java.util.ServiceLoader}: the authority's key is on an operator's machine, never on a board.
 */
public interface DenyListSigner {
  /**
   * Writes the next version of a list; the file's is the one before, if it is there.
   *
   * @param authority folder with {@code ca.pem} and {@code ca-key.pem}
   * @param add each {@code node/<id>}, {@code operator/<name>} or {@code certificate/<serial>}
   * @param remove who is on the list and may come in again
   * @return the version
   * @throws RuntimeException if an entry is bad, or a file cannot be read or written
   */
  long sign(Path authority, Path file, List<String> add, List<String> remove);
}
