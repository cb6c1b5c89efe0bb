package jellybean.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jellybean.shell.Screen;
import picocli.CommandLine.Option;

/** How results are shown, for the commands that show them in two ways. */
final class OutputOptions {
  private static final String HISTORY = "history";

  @Option(names = "--edn", description = "write EDN, also on a terminal")
  private boolean edn;

  @Option(
      names = "--no-color",
      description = "no colours; so does the environment variable NO_COLOR")
  private boolean noColor;

  /** Whether results are EDN: asked for, or nobody sees them. */
  boolean edn(Streams streams) {
    return edn || !streams.outIsTerminal();
  }

  /** A screen on the standard streams; each line is seen at once. */
  Screen screen(Streams streams) {
    return new Screen(
        edn(streams),
        streams.colour() && !noColor,
        () -> columns(streams),
        line -> {
          streams.line(line);
          streams.flush();
        },
        line -> {
          streams.flush();
          streams.err().println(line);
        });
  }

  /** What the invoking shell says; without a terminal library nobody knows better. */
  private static int columns(Streams streams) {
    try {
      return Integer.parseInt(streams.environment().getOrDefault("COLUMNS", ""));
    } catch (NumberFormatException e) {
      return Screen.DEFAULT_CELLS;
    }
  }

  /**
   * Where typed lines are kept ({@code $XDG_STATE_HOME/jelly/history}); empty if there is no place.
   */
  Optional<Path> historyFile(Streams streams) {
    String home = streams.environment().getOrDefault("HOME", "");
    String state = streams.environment().getOrDefault("XDG_STATE_HOME", home + "/.local/state");
    if (!state.startsWith("/")) {
      return Optional.empty();
    }
    Path folder = Path.of(state, "jelly");
    try {
      Files.createDirectories(folder);
      return Optional.of(folder.resolve(HISTORY));
    } catch (IOException e) {
      streams.err().println("jelly: the lines you type are not kept: cannot make " + folder);
      return Optional.empty();
    }
  }
}
