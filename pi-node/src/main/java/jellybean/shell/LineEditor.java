package jellybean.shell;

import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * A person's line, edited, completed and remembered; the only user of JLine.
 *
 * <p>The terminal is driven through {@code stty} or, failing that, as a dumb one. To open its
 * descriptors JLine unpacks a small native library of its own, and removes it at the end.
 */
final class LineEditor implements AutoCloseable {
  private static final int HISTORY_LINES = 1_000;
  private static final int ROWS = 24;

  private final Terminal terminal;
  private final LineReader reader;
  private final HangUp hangUp = HangUp.watch();
  private Optional<Path> historyFile = Optional.empty();

  private LineEditor(Terminal terminal, LineReader reader) {
    this.terminal = terminal;
    this.reader = reader;
  }

  /** Something done with the file of typed lines. */
  @FunctionalInterface
  private interface WithHistory {
    void run() throws IOException;
  }

  static LineEditor open(Completion completion, Optional<Path> historyFile) {
    Terminal terminal = terminal();
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("jelly")
            .parser(new FormParser())
            .completer((reader, line, candidates) -> complete(completion, line, candidates))
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "... ")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            // It would write by itself, and complain by itself.
            .option(LineReader.Option.HISTORY_INCREMENTAL, false);
    LineEditor editor = new LineEditor(terminal, builder.build());
    historyFile.ifPresent(editor::remember);
    return editor;
  }

  private void remember(Path file) {
    historyFile = Optional.of(file);
    // Attached to the first line it would load the file by itself, and fail by itself.
    reader.getHistory().attach(reader);
    reader.setVariable(LineReader.HISTORY_FILE, file);
    tryWith("read", reader.getHistory()::load);
  }

  /** Typed lines are a convenience: if they cannot be kept, that is said once. */
  private void tryWith(String what, WithHistory action) {
    if (historyFile.isEmpty()) {
      return;
    }
    try {
      action.run();
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      print(
          "jelly: the lines you type are not kept: cannot "
              + what
              + " "
              + historyFile.get()
              + ": "
              + e);
      historyFile = Optional.empty();
      reader.getVariables().remove(LineReader.HISTORY_FILE);
    }
  }

  private static Terminal terminal() {
    try {
      Terminal terminal =
          TerminalBuilder.builder()
              .name("jelly")
              .system(true)
              .jni(false)
              .jna(false)
              .jansi(false)
              .ffm(false)
              .exec(true)
              .dumb(true)
              .build();
      if (terminal.getWidth() == 0) {
        // A terminal that does not tell its size would get its lines cut to nothing.
        terminal.setSize(new Size(Screen.DEFAULT_CELLS, ROWS));
      }
      return terminal;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the terminal", e);
    }
  }

  private static void complete(Completion completion, ParsedLine line, List<Candidate> candidates) {
    String typed = line.line().substring(0, line.cursor());
    for (String word : completion.candidates(typed)) {
      boolean finished = !word.endsWith("/");
      candidates.add(new Candidate(word, word, null, null, null, null, finished));
    }
  }

  /** The screen of this terminal, in the manner of {@code like}. */
  Screen screen(Screen like) {
    return new Screen(like.edn(), like.colour(), this::cells, this::print, this::print);
  }

  private int cells() {
    int width = terminal.getWidth();
    return width > 0 ? width : Screen.DEFAULT_CELLS;
  }

  private void print(String line) {
    terminal.writer().println(line);
    terminal.writer().flush();
  }

  /** The next line; an interrupted one is empty; absent at the end of input or of the terminal. */
  Optional<String> read(String prompt) {
    if (hangUp.isGone()) {
      return Optional.empty();
    }
    try {
      Optional<String> line = Optional.of(reader.readLine(prompt));
      tryWith("write", reader.getHistory()::save);
      return line;
    } catch (UserInterruptException e) {
      return hangUp.isGone() ? Optional.empty() : Optional.of("");
    } catch (EndOfFileException e) {
      return Optional.empty();
    } catch (IOError e) {
      if (hangUp.isGone()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Runs {@code work} so that Ctrl-C interrupts the present thread instead of ending the shell. */
  <T> T interruptibly(Supplier<T> work) {
    Thread worker = Thread.currentThread();
    Terminal.SignalHandler previous =
        terminal.handle(Terminal.Signal.INT, signal -> worker.interrupt());
    try {
      return work.get();
    } finally {
      terminal.handle(Terminal.Signal.INT, previous);
      // An interrupt that came after the answer belongs to nobody any more.
      Thread.interrupted();
    }
  }

  @Override
  public void close() {
    hangUp.close();
    tryWith("write", reader.getHistory()::save);
    try {
      terminal.close();
    } catch (IOException e) {
      if (!hangUp.isGone()) {
        throw new UncheckedIOException("cannot give the terminal back", e);
      }
    }
  }

  /** Words end at white space only, and a line that ends inside a form goes on in the next. */
  private static final class FormParser extends DefaultParser {
    FormParser() {
      setQuoteChars(new char[0]);
      setEscapeChars(new char[0]);
    }

    @Override
    public boolean isDelimiterChar(CharSequence buffer, int at) {
      return Character.isWhitespace(buffer.charAt(at)) || buffer.charAt(at) == ';';
    }

    @Override
    public ParsedLine parse(String line, int cursor, Parser.ParseContext context) {
      if (context == Parser.ParseContext.ACCEPT_LINE) {
        requireComplete(line, cursor);
      }
      return super.parse(line, cursor, context);
    }

    private static void requireComplete(String line, int cursor) {
      try {
        Words.commands(line);
      } catch (IncompleteLineException e) {
        throw new EOFError(0, cursor, String.valueOf(e.getMessage()));
      }
    }
  }
}
