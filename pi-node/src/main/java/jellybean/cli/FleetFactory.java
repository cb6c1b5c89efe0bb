package jellybean.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * Makes the keys and certificates of a fleet that lives as long as a demo.
 *
 * <p>Implemented by the module {@code provisioning} and found through {@link
 * java.util.ServiceLoader}: a board carries no certificate builder.
 */
public interface FleetFactory {
  /**
   * Makes a new fleet: for each node the folder {@link #nodeDirectory} with {@code ca.pem cert.pem
   * key.pem keyring.edn}, for each operator the folder {@link #operatorDirectory} with {@code
   * ca.pem cert.pem key.pem} of the role {@code operate}. Keys are readable by the owner only.
   * Blocks for less than a second.
   *
   * @param nodeIds node ids, host labels
   * @param operators operators' names, host labels
   * @throws RuntimeException if a name is bad, or a file exists or cannot be written
   */
  void create(Path directory, List<String> nodeIds, List<String> operators);

  /** Where {@link #create} puts what the node is started with. */
  static Path nodeDirectory(Path directory, String nodeId) {
    return directory.resolve("nodes").resolve(nodeId);
  }

  /** Where {@link #create} puts what the operator's commands connect with. */
  static Path operatorDirectory(Path directory, String operator) {
    return directory.resolve("operators").resolve(operator);
  }
}
