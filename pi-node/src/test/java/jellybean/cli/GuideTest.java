package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every listing of {@code docs/guide.md} does what the page shows. */
class GuideTest {
  private static final Pattern LISTING = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("^;; ([a-z-]+\\.edn)\n");
  private static final String PROMPT = "$ jelly ";

  @TempDir private Path folder;

  private record Listing(String language, String text) {}

  private static List<Listing> listings() throws IOException {
    return LISTING
        .matcher(Files.readString(Path.of("docs/guide.md")))
        .results()
        .map(r -> new Listing(r.group(1), r.group(2)))
        .toList();
  }

  private void writeFiles() throws IOException {
    for (Listing listing : listings()) {
      if (listing.language().equals("edn")) {
        Matcher name = NAME.matcher(listing.text());
        assertTrue(name.find(), "a listing begins with the name of its file: " + listing.text());
        Files.writeString(folder.resolve(name.group(1)), listing.text());
      }
    }
  }

  /** What the page shows for each command, and what it really writes. */
  private String run(String command) {
    String[] arguments =
        Stream.of(command.substring(PROMPT.length()).split(" "))
            .map(word -> word.endsWith(".edn") ? folder.resolve(word).toString() : word)
            .toArray(String[]::new);
    Run run = Run.jelly("", arguments);
    return (run.out() + run.err()).replace(folder + "/", "");
  }

  @Test
  void everyCommandWritesWhatThePageShows() throws IOException {
    writeFiles();
    List<String> shown = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (Listing listing : listings()) {
      if (!listing.language().equals("console")) {
        continue;
      }
      for (String part : listing.text().split("(?m)^(?=\\$ )")) {
        if (part.startsWith(PROMPT)) {
          String command = part.lines().findFirst().orElseThrow();
          shown.add(part);
          found.add(command + "\n" + run(command));
        }
      }
    }
    assertEquals(9, shown.size());
    assertEquals(String.join("", shown), String.join("", found));
  }

  @Test
  void everySystemHasNoFaultAndEveryTestIsRun() throws IOException {
    writeFiles();
    String page = Files.readString(Path.of("docs/guide.md"));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith("-test.edn")) {
          assertTrue(page.contains("$ jelly test " + name), name);
        } else if (!name.equals("faulty.edn") && !name.equals("prices.edn")) {
          assertEquals(new Run(0, "", ""), Run.jelly("", "check", file.toString()), name);
        }
      }
    }
  }
}
