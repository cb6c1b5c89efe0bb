package jellybean.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import jellybean.node.NodeConfig;
import jellybean.node.NodeMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code jelly node}: one node in this process; what its options are is the node's business. */
@Command(
    name = "node",
    customSynopsis = "jelly node [--config FILE] [OPTION…]",
    description = "Run a node of a fleet until it is told to end (Ctrl-C, SIGTERM).",
    footerHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the node was told to end",
      "1:it cannot start (a port in use, a bad certificate), or it failed while it ran",
      "2:the command line is wrong",
      "3:it ran out of memory"
    })
final class NodeCommand implements Callable<Integer> {
  @Unmatched private List<String> options = new ArrayList<>();

  private NodeCommand() {}

  /** The command, its help extended by what the node itself says of its options. */
  static CommandLine commandLine() {
    CommandLine command = new CommandLine(new NodeCommand());
    List<String> options = NodeConfig.USAGE.lines().skip(1).toList();
    command.getCommandSpec().usageMessage().footer(options.toArray(String[]::new));
    return command;
  }

  @Override
  public Integer call() {
    return NodeMain.run(options);
  }
}
