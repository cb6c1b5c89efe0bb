import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * Runs google-java-format over every Java source under the given root.
 *
 * <p>{@code check} names the files that would change and exits 1 if there are any; {@code apply}
 * rewrites them. Run by the root pom with the toolchain's JDK, because the formatter needs a
 * compiler that knows the language level of the sources.
 */
final class Format {
  private static final String APPLY_COMMAND = "mvn -N verify -Dformat.mode=apply";

  private Format() {}

  static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]).toRealPath();
    String mode = args[1];
    List<String> sources = javaSources(root);
    int status =
        switch (mode) {
          case "check" -> check(root, sources);
          case "apply" -> run(sources, new StringWriter(), "--replace");
          default ->
              throw new IllegalArgumentException("format mode: expected check or apply: " + mode);
        };
    System.exit(status);
  }

  private static int check(Path root, List<String> sources) {
    StringWriter unformatted = new StringWriter();
    int status = run(sources, unformatted, "--dry-run", "--set-exit-if-changed");
    unformatted
        .toString()
        .lines()
        .forEach(file -> System.err.println("not formatted: " + root.relativize(Path.of(file))));
    if (status == 0) {
      System.out.println(
          "format: " + sources.size() + " Java files as google-java-format has them");
    } else {
      System.err.println("apply the format with: " + APPLY_COMMAND);
    }
    return status;
  }

  private static int run(List<String> sources, StringWriter out, String... options) {
    if (sources.isEmpty()) {
      return 0;
    }
    ToolProvider formatter = ToolProvider.findFirst("google-java-format").orElseThrow();
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(sources);
    return formatter.run(
        new PrintWriter(out, true),
        new PrintWriter(System.err, true),
        arguments.toArray(String[]::new));
  }

  private static List<String> javaSources(Path root) throws IOException {
    List<String> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean generated = name.equals("target") || name.equals(".git");
            return generated ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              found.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }
}
