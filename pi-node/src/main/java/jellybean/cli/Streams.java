package jellybean.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command reads from and writes to.
 *
 * @param out results, in UTF-8 whatever the locale; buffered, flushed by who must be seen
 * @param err faults and progress, in UTF-8, flushed at each line
 * @param outIsTerminal whether a person sees {@code out}: tables, else EDN
 * @param inIsTerminal whether a person types {@code in}: prompts, else none
 * @param environment as given to the process
 */
public record Streams(
    InputStream in,
    OutputStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean inIsTerminal,
    Map<String, String> environment) {

  private static final int BUFFER_BYTES = 16 * 1024;

  public Streams {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Streams ofProcess() {
    return new Streams(
        new FileInputStream(FileDescriptor.in),
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
        isTerminal(1),
        isTerminal(0),
        System.getenv());
  }

  /** Streams for a command run without a process: nobody sits at a terminal. */
  public static Streams of(InputStream in, OutputStream out, PrintStream err) {
    return new Streams(in, out, err, false, false, Map.of());
  }

  /** {@code System.console()} tells only whether both are terminals; Linux tells which. */
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return System.console() != null && System.console().isTerminal();
    }
  }

  /** Whether escape sequences are welcome (<a href="https://no-color.org">NO_COLOR</a>). */
  boolean colour() {
    return outIsTerminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** Whether a person sees what is written. */
  boolean isWatched() {
    return outIsTerminal;
  }

  /** Writes one line of results. */
  void line(String text) {
    try {
      out.write(text.getBytes(UTF_8));
      out.write('\n');
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
  }

  /** Hands what was written to whoever reads it. */
  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
  }
}
