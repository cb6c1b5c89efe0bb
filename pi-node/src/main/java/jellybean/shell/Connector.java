package jellybean.shell;

/** Makes sessions: at the first command, and again at the first command after one was lost. */
@FunctionalInterface
public interface Connector {
  /**
   * Connects to a member, within the connector's own time limit.
   *
   * @throws ShellException if no member answered; the message says where it was sought
   */
  Session connect();
}
