package jellybean.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import jellybean.edn.ReadLimits;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.lang.Budget;
import jellybean.lang.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jelly eval}: evaluates forms, each on its own, each to one line. */
@Command(
    name = "eval",
    description = {
      "Evaluate forms of the language of behaviours.",
      "",
      "Each top-level form answers one line: its value, or #jelly/error {…} with what went wrong"
          + " and where. (def name value) defines a name for the forms after it. A text that cannot"
          + " be read ends the command with one more error line."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every form has a value", "1:one failed", "2:the command line is wrong"})
final class EvalCommand implements Callable<Integer> {
  private static final Symbol ERROR = Symbol.of("jelly/error");

  private final Streams streams;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "read this file, not standard input")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--fuel",
      paramLabel = "N",
      description = "what each form may use: calls, loop turns, elements (${DEFAULT-VALUE})")
  private long fuel = Budget.DEFAULT_FUEL;

  @Option(
      names = "--carets",
      negatable = true,
      description =
          "show on standard error where in the text a form failed; else only on a terminal")
  private Optional<Boolean> carets = Optional.empty();

  EvalCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    if (fuel < 0) {
      throw new WrongUsageException("--fuel: expected a number of at least 0, found " + fuel);
    }
    try (Source source = Source.open(file, streams)) {
      return evaluate(source) ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  /** Whether every form had a value. */
  private boolean evaluate(Source source) {
    Session session = new Session(source.name(), Budget.DEFAULT.withFuel(fuel));
    Listened text = new Listened(source.in());
    EdnReader reader = EdnReader.of(text, source.name(), ReadLimits.DOCUMENT);
    boolean good = true;
    try {
      for (Optional<Syntax> f = reader.nextSyntax(); f.isPresent(); f = reader.nextSyntax()) {
        Session.Answer answer = session.answer(f.get());
        good &= answer.error().isEmpty();
        streams.line(EdnPrinter.toString(answer.value()));
        answer.error().ifPresent(e -> show(e.place(), String.valueOf(e.getMessage()), text));
        if (source.wouldWait()) {
          streams.flush();
        }
      }
      return good;
    } catch (EdnException e) {
      streams.line(EdnPrinter.toString(unread(e)));
      show(e.source() + ":" + e.at(), String.valueOf(e.getMessage()), text);
      return false;
    }
  }

  /** For people, beside the line that programs read. */
  private void show(String place, String message, Listened text) {
    if (!carets.orElseGet(streams::isWatched)) {
      return;
    }
    Optional<String> caret = Caret.at(place, text);
    if (caret.isPresent()) {
      streams.flush();
      streams.err().println(message);
      streams.err().println(caret.get());
    }
  }

  private static Value unread(EdnException e) {
    return new Tagged(
        ERROR,
        EdnMap.of(
            Keyword.of("message"), new Text(e.detail()),
            Keyword.of("at"), new Text(e.source() + ":" + e.at())));
  }
}
