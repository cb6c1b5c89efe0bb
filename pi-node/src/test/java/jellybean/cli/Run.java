package jellybean.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/** One command run in this process, and what came of it. */
record Run(int code, String out, String err) {
  /** Runs {@code jelly args} with {@code input} on its standard input. */
  static Run jelly(String input, String... args) {
    return jelly(new ByteArrayInputStream(input.getBytes(UTF_8)), args);
  }

  static Run jelly(InputStream input, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Jelly.run(args, Streams.of(input, out, new PrintStream(err, true, UTF_8)));
    return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  List<String> lines() {
    return out.lines().toList();
  }
}
