package jellybean.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.rehearsal.Difference;
import jellybean.rehearsal.Replay;
import jellybean.rehearsal.Replay.Outcome;
import jellybean.system.Checked;
import jellybean.system.Checker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jelly replay}: what an actor did, once more. */
@Command(
    name = "replay",
    description = {
      "Run once more what an actor handled, and compare its states with those recorded.",
      "",
      "A recording is what the shell's command states writes as EDN:",
      "  jelly shell -c \"states /counter/count\" > states.edn",
      "  jelly replay counter.edn states.edn",
      "The first state that differs is shown with the message before it, the state that this found,"
          + " and where the two differ. With another version of the document this tells what that"
          + " version would have done.",
      "",
      "States alone are compared: recordings do not hold what was said, nor the state after the"
          + " last message of a life."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every state is the same",
      "1:one differs, or it cannot be replayed",
      "2:the command line is wrong"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final Keyword BEFORE = Keyword.of("before");

  private final Streams streams;
  private final Checker checker;

  @Parameters(index = "0", paramLabel = "SYSTEM", description = "the document of the system")
  private Path system = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RECORDING",
      description = "what was recorded; standard input without one or for -")
  private Optional<Path> recording = Optional.empty();

  @Mixin private WithOption with = new WithOption();

  @Option(names = "--edn", description = "write the outcome as EDN")
  private boolean edn;

  ReplayCommand(Streams streams, Checker checker) {
    this.streams = streams;
    this.checker = checker;
  }

  @Override
  public Integer call() {
    Checked checked = Documents.check(system, with.values(), checker).checked();
    if (checked.definition().isEmpty()) {
      checked.faults().forEach(fault -> streams.line(fault.toString()));
      return ExitCode.FAILED;
    }
    Outcome outcome = Replay.of(checked.definition().get(), read());
    if (edn) {
      streams.line(EdnPrinter.toString(value(outcome)));
    } else {
      show(outcome);
    }
    return outcome instanceof Outcome.Same ? ExitCode.OK : ExitCode.FAILED;
  }

  private Value read() {
    try (Source source = Source.open(recording, streams)) {
      return EdnReader.of(source.in(), source.name(), ReadLimits.DOCUMENT)
          .next()
          .orElseThrow(
              () -> new CommandFailedException(source.name() + ": expected a map, found nothing"));
    } catch (EdnException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private void show(Outcome outcome) {
    switch (outcome) {
      case Outcome.Same same ->
          streams.line(
              same.actor()
                  + ": replayed "
                  + same.messages()
                  + " messages; all "
                  + same.states()
                  + " states are the same");
      case Outcome.Different different -> {
        streams.line(
            different.actor() + ": message " + different.message() + ": " + different.what());
        streams.line("  " + different.row().without(BEFORE));
        different
            .row()
            .find(BEFORE)
            .ifPresent(state -> streams.line("  state before: " + Difference.cut(state)));
        Difference.lines(different.places()).forEach(place -> streams.line("  " + place));
      }
      case Outcome.Impossible impossible -> streams.line(impossible.why());
    }
  }

  private static EdnMap value(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Same same ->
          EdnMap.of(
              Keyword.of("same"),
              new Text(same.actor().path()),
              Keyword.of("messages"),
              Int.of(same.messages()),
              Keyword.of("states"),
              Int.of(same.states()));
      case Outcome.Different different ->
          EdnMap.of(
              Keyword.of("different"),
              new Text(different.actor().path()),
              Keyword.of("message"),
              Int.of(different.message()),
              Keyword.of("row"),
              different.row(),
              Keyword.of("what"),
              new Text(different.what()),
              Keyword.of("places"),
              EdnVector.of(different.places().stream().map(Difference.Place::toValue).toList()));
      case Outcome.Impossible impossible ->
          EdnMap.of(Keyword.of("impossible"), new Text(impossible.why()));
    };
  }
}
