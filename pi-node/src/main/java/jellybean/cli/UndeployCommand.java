package jellybean.cli;

import java.util.concurrent.Callable;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.shell.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jelly undeploy}: ends a system everywhere. */
@Command(
    name = "undeploy",
    description = {
      "End a system of a running fleet, everywhere and for good.",
      "",
      "What its durable actors kept goes, too; save it before if it may be wanted again."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the system is gone",
      "1:there is none of that name, or the fleet refused it",
      "2:the command line is wrong"
    })
final class UndeployCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "NAME", description = "the system, as deploy and ls name it")
  private String name = "";

  @Mixin private ConnectOptions connect = new ConnectOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  UndeployCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    try (Session session = connect.open(streams).connect()) {
      EdnMap order = EdnMap.of(Keyword.of("name"), new Text(name));
      Value answer = Question.ask(session, "undeploy", order, Deployment.ANSWER_MS);
      streams.line(
          output.edn(streams) ? EdnPrinter.toString(answer) : "system " + name + " is gone");
      return ExitCode.OK;
    }
  }
}
