package jellybean;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every file of the repository keeps to, whatever its language. */
class RepositoryTest {
  private static final Path ROOT = root();

  /** What a visitor sees in the root folder; what begins with a dot and build output are not. */
  private static final Set<String> TOP_LEVEL =
      Set.of(
          "LICENSE",
          "README.md",
          "ansible",
          "bench",
          "image-build",
          "pi-node",
          "pom.xml",
          "provisioning",
          "wiring");

  private static final int MAX_LINES = 400;

  /** Assembled, so that this file does not hold the marks it looks for. */
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  private static final Pattern SLEEP = Pattern.compile("Thread\\s*\\.\\s*" + "sleep\\(");

  private static final Pattern SWALLOWED =
      Pattern.compile("catch \\((Exception|Throwable) \\w+\\)\\s*\\{" + "\\s*\\}");

  /** A link of a page that does not go to another site. */
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)\\s]+)\\)");

  private static final Set<String> TEXT =
      Set.of("java", "sh", "py", "js", "md", "edn", "xml", "yml");

  private static final Set<String> PROGRAMS = Set.of("java", "sh", "py", "js");

  @Test
  void topLevelEntriesAreThoseOfTheDesign() throws IOException {
    try (Stream<Path> entries = Files.list(ROOT)) {
      Set<String> visible =
          entries
              .map(path -> path.getFileName().toString())
              .filter(name -> !name.startsWith(".") && !name.equals("target"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(new TreeSet<>(TOP_LEVEL), visible);
    }
  }

  @Test
  void everyFolderSaysWhatItIsFor() {
    List<String> silent =
        TOP_LEVEL.stream()
            .filter(name -> Files.isDirectory(ROOT.resolve(name)))
            .filter(name -> !Files.exists(ROOT.resolve(name).resolve("README.md")))
            .toList();
    assertEquals(List.of(), silent, "folders without a README.md");
  }

  @Test
  void everyPackageSaysWhatItIsForAndThatItHasNoNulls() {
    Set<Path> packages =
        files((file, text) -> file.endsWith(".java") && file.contains("/src/main/java/")).stream()
            .map(file -> ROOT.resolve(file).getParent())
            .collect(Collectors.toCollection(TreeSet::new));
    List<Path> silent =
        packages.stream()
            .filter(folder -> !textOf(folder.resolve("package-info.java")).contains("@NullMarked"))
            .map(ROOT::relativize)
            .toList();
    assertEquals(List.of(), silent, "packages without a @NullMarked package-info.java");
  }

  @Test
  void programsAreShort() {
    assertEquals(
        List.of(),
        files((file, text) -> isOneOf(file, PROGRAMS) && text.lines().count() > MAX_LINES),
        "files of more than " + MAX_LINES + " lines");
  }

  @Test
  void nothingIsMarkedAsUnfinished() {
    assertEquals(List.of(), files((file, text) -> UNFINISHED.matcher(text).find()));
  }

  @Test
  void noTestSleeps() {
    assertEquals(
        List.of(),
        files((file, text) -> file.contains("/src/test/") && SLEEP.matcher(text).find()));
  }

  @Test
  void noExceptionIsSwallowed() {
    assertEquals(List.of(), files((file, text) -> SWALLOWED.matcher(text).find()));
  }

  @Test
  void noFileNamesTheFolderItWasBuiltIn() {
    assertEquals(List.of(), files((file, text) -> text.contains(ROOT + "/")));
  }

  @Test
  void everyLinkToAFileLeadsToOne() {
    assertEquals(
        List.of(),
        files(
            (file, text) ->
                file.endsWith(".md")
                    && LINK.matcher(text)
                        .results()
                        .map(link -> link.group(1).replaceFirst("#.*", ""))
                        .anyMatch(link -> !link.isEmpty() && !exists(file, link))));
  }

  private static boolean exists(String file, String link) {
    return Files.exists(ROOT.resolve(file.substring(1)).resolveSibling(link));
  }

  /** The text files whose path from the root and content match. */
  private static List<String> files(BiPredicate<String, String> matches) {
    List<String> found = new ArrayList<>();
    SimpleFileVisitor<Path> visitor =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean ours = !name.equals("target") && !name.equals(".git");
            return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            String file = "/" + ROOT.relativize(path);
            if (isOneOf(file, TEXT) && matches.test(file, textOf(path))) {
              found.add(file.substring(1));
            }
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(ROOT, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  private static boolean isOneOf(String file, Set<String> extensions) {
    return extensions.contains(file.substring(file.lastIndexOf('.') + 1));
  }

  private static String textOf(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is not readable as UTF-8", e);
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no .mvn above the working directory");
    }
    return folder;
  }
}
