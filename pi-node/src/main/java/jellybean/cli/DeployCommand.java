package jellybean.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import jellybean.edn.EdnPrinter;
import jellybean.shell.Session;
import jellybean.system.Bundle;
import jellybean.system.Checker;
import jellybean.system.SupervisorDef;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jelly deploy}: hands a system document to a running fleet. */
@Command(
    name = "deploy",
    description = {
      "Check a system document, deploy it to a running fleet, wait until all of it runs.",
      "",
      "Writes where each actor lives. A document with faults is not sent; they are written as"
          + " jelly check does."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the system runs",
      "1:the document has faults, or the fleet refused it",
      "2:the command line is wrong"
    })
final class DeployCommand implements Callable<Integer> {
  private final Streams streams;
  private final Checker checker;

  @Parameters(paramLabel = "FILE", description = "the document")
  private Path file = Path.of("");

  @Mixin private WithOption with = new WithOption();
  @Mixin private ConnectOptions connect = new ConnectOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  DeployCommand(Streams streams, Checker checker) {
    this.streams = streams;
    this.checker = checker;
  }

  @Override
  public Integer call() {
    Documents.Outcome document = Documents.check(file, with.values(), checker);
    if (document.bundle().isEmpty() || document.checked().definition().isEmpty()) {
      document.checked().faults().forEach(fault -> streams.line(fault.toString()));
      return ExitCode.FAILED;
    }
    return deploy(document.checked().definition().get(), document.bundle().get());
  }

  private int deploy(SupervisorDef system, Bundle bundle) {
    try (Session session = connect.open(streams).connect()) {
      Deployment deployment = Deployment.deploy(session, system, bundle, with.values());
      if (output.edn(streams)) {
        streams.line(EdnPrinter.toString(deployment.toValue()));
      } else {
        streams.line("system " + deployment.system() + " runs; its home is " + deployment.home());
        deployment.places().forEach(p -> streams.line("  " + p.address() + " on " + p.member()));
      }
      return ExitCode.OK;
    }
  }
}
