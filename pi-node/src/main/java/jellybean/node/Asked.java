package jellybean.node;

import java.util.List;
import java.util.Optional;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.net.Principal.Role;

/**
 * Every question that an operator may put to a node, and the role it takes: {@code observe} may
 * look, {@code operate} may change. A question that is not here is unknown to the gate.
 */
enum Asked {
  NODES(ShellProtocol.NODES, Role.OBSERVE),
  LS(ShellProtocol.LS, Role.OBSERVE),
  TREE(ShellProtocol.TREE, Role.OBSERVE),
  CAT(ShellProtocol.CAT, Role.OBSERVE),
  HISTORY(ShellProtocol.HISTORY, Role.OBSERVE),
  STATES(ShellProtocol.STATES, Role.OBSERVE),
  DEAD_LETTERS(ShellProtocol.DEAD_LETTERS, Role.OBSERVE),
  PLACES(ShellProtocol.PLACES, Role.OBSERVE),
  TAIL(ShellProtocol.TAIL, Role.OBSERVE),
  TOP(ShellProtocol.TOP, Role.OBSERVE),
  TRACED(ShellProtocol.TRACED, Role.OBSERVE),
  SEND(Keyword.of("send"), Role.OPERATE),
  ASK(Keyword.of("ask"), Role.OPERATE),
  TRACE(Keyword.of("trace"), Role.OPERATE),
  TRACE_NEXT(Keyword.of("trace-next"), Role.OPERATE),
  START(Keyword.of("start"), Role.OPERATE),
  STOP(Keyword.of("stop"), Role.OPERATE),
  RESTART(Keyword.of("restart"), Role.OPERATE),
  MOVE(Keyword.of("move"), Role.OPERATE),
  FREEZE(ShellProtocol.FREEZE, Role.OPERATE),
  HOLD(ShellProtocol.HOLD, Role.OPERATE),
  THAW(ShellProtocol.THAW, Role.OPERATE),
  PART(ShellProtocol.PART, Role.OPERATE),
  RESTORE(ShellProtocol.RESTORE, Role.OPERATE),
  RESUME(Keyword.of("resume"), Role.OPERATE),
  DOCUMENT(Keyword.of("document"), Role.OPERATE),
  DEPLOY(Keyword.of("deploy"), Role.OPERATE),
  UNDEPLOY(Keyword.of("undeploy"), Role.OPERATE),
  DENY(ShellProtocol.DENY, Role.OPERATE),
  ROTATE_KEYS(ShellProtocol.ROTATE_KEYS, Role.OPERATE),
  RELOAD(ShellProtocol.RELOAD, Role.OPERATE);

  private final Keyword question;
  private final Role role;

  Asked(Keyword question, Role role) {
    this.question = question;
    this.role = role;
  }

  Keyword question() {
    return question;
  }

  static Optional<Asked> of(Keyword question) {
    return List.of(values()).stream().filter(a -> a.question.equals(question)).findFirst();
  }

  /** Whether who has that role may ask it. */
  boolean isFor(Role whose) {
    return switch (role) {
      case OBSERVE -> true;
      case OPERATE -> whose == Role.OPERATE;
    };
  }

  /** The answer to any other question. */
  static Value unknown(Keyword question, NodeId self) {
    return ShellProtocol.error(
        "unknown question "
            + question
            + " to "
            + ShellProtocol.gate(self)
            + ": expected one of "
            + list());
  }

  /** All of them, for people. */
  static String list() {
    return String.join(" ", List.of(values()).stream().map(a -> a.question.toString()).toList());
  }
}
