package jellybean.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.stream.Stream;

/** The files that come with the program: {@code systems/} beside the folder it was built in. */
final class DemoFiles {
  private static final String DOCUMENT = "systems/wordcount.edn";

  private static final String TEXT = "systems/text/gpl-3.txt";

  private DemoFiles() {}

  /** The word counter. */
  static Path document() {
    return require(DOCUMENT);
  }

  /** The text whose words are counted if none is given. */
  static Path text() {
    return require(TEXT);
  }

  private static Path require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "expected the file "
                        + name
                        + " above one of "
                        + roots().toList()
                        + ", found none"));
  }

  private static Optional<Path> find(String name) {
    return roots()
        .flatMap(root -> Stream.iterate(Optional.of(root), Optional::isPresent, DemoFiles::up))
        .map(folder -> folder.orElseThrow().resolve(name))
        .filter(Files::isReadable)
        .findFirst();
  }

  private static Optional<Path> up(Optional<Path> folder) {
    return folder.flatMap(f -> Optional.ofNullable(f.getParent()));
  }

  /** Where the program lies, and where it was started. */
  private static Stream<Path> roots() {
    Optional<Path> code =
        Optional.ofNullable(DemoFiles.class.getProtectionDomain().getCodeSource())
            .flatMap(DemoFiles::path);
    return Stream.concat(code.stream(), Stream.of(Path.of("").toAbsolutePath()));
  }

  private static Optional<Path> path(CodeSource source) {
    try {
      return Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
