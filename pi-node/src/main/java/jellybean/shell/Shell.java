package jellybean.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The shell: runs commands from a script, from a stream, or from a person at a terminal.
 *
 * <p>Nothing is connected before the first command that asks a member. Used by one thread.
 */
public final class Shell implements AutoCloseable {
  private final Conversation conversation;
  private final Commands commands;
  private final Screen screen;

  /** A shell without files. */
  public Shell(Connector connector, Screen screen) {
    this(connector, screen, Workbench.NONE);
  }

  public Shell(Connector connector, Screen screen, Workbench bench) {
    this(connector, screen, bench, Pace.REAL);
  }

  /**
   * @param pace lets time pass for commands that go on for a while
   */
  public Shell(Connector connector, Screen screen, Workbench bench, Pace pace) {
    this.conversation = new Conversation(connector);
    this.commands = new Commands(conversation, bench, pace);
    this.screen = screen;
  }

  /** How a script ended. */
  public enum Outcome {
    DONE,
    EXITED,
    FAILED
  }

  /**
   * Runs commands separated by {@code ;} or line ends, up to the first that fails; the failure is
   * shown on {@link Screen#err}.
   */
  public Outcome runScript(String script) {
    try {
      for (List<Word> words : Words.commands(script)) {
        Answer answer = commands.run(words, screen::show);
        if (answer instanceof Answer.Exit) {
          return Outcome.EXITED;
        }
        screen.show(answer);
      }
      return Outcome.DONE;
    } catch (ShellException e) {
      screen.fault(e);
      return Outcome.FAILED;
    }
  }

  /** Runs commands as they arrive, up to the end of the stream or the first that fails. */
  public Outcome runStream(BufferedReader lines) {
    Outcome outcome = Outcome.DONE;
    Optional<String> line = nextLine(lines);
    while (line.isPresent() && outcome == Outcome.DONE) {
      outcome = runScript(line.get());
      line = nextLine(lines);
    }
    return outcome;
  }

  private static Optional<String> nextLine(BufferedReader lines) {
    try {
      return Optional.ofNullable(lines.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read commands", e);
    }
  }

  /**
   * Talks to a person at the terminal until {@code exit} or the end of input; a failed command is
   * shown and does not end it.
   *
   * @param historyFile where typed lines are kept between runs, if anywhere
   */
  public void runTerminal(Optional<Path> historyFile) {
    try (LineEditor editor = LineEditor.open(new Completion(commands, conversation), historyFile)) {
      Screen terminal = editor.screen(screen);
      Optional<String> line = editor.read(prompt());
      while (line.isPresent() && runTyped(line.get(), terminal, editor)) {
        line = editor.read(prompt());
      }
    }
  }

  /** Whether the shell goes on. */
  private boolean runTyped(String line, Screen terminal, LineEditor editor) {
    try {
      for (List<Word> words : Words.commands(line)) {
        Answer answer = editor.interruptibly(() -> commands.run(words, terminal::show));
        if (answer instanceof Answer.Exit) {
          return false;
        }
        terminal.show(answer);
      }
    } catch (ShellException e) {
      terminal.fault(e);
    }
    return true;
  }

  private String prompt() {
    String member = conversation.member().orElse("");
    return member + commands.here().path() + "> ";
  }

  @Override
  public void close() {
    conversation.close();
  }
}
