package jellybean.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import jellybean.diagram.Drawn.Line;
import jellybean.diagram.Drawn.Rectangle;
import jellybean.diagram.Drawn.Words;
import jellybean.system.RandomTree;
import org.junit.jupiter.api.Test;

/** What can be seen in pictures, whatever the system: read from the SVG that people get. */
class PictureTest {
  private static final int TREES = 150;

  /** Lines that cannot avoid to run along others for a while, of a thousand. */
  private static final int ALONG_OTHERS = 10;

  private static List<Drawn> shipped() throws IOException {
    List<Drawn> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("systems", "pictures"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".svg")).sorted().toList()) {
        all.add(Drawn.read(file.toString(), Files.readString(file)));
      }
    }
    assertEquals(9, all.size());
    return all;
  }

  private static List<Drawn> random() {
    List<Drawn> all = new ArrayList<>();
    for (long seed = 1; seed <= TREES; seed++) {
      String svg = Diagram.svg(RandomTree.ofFewNames(new SplittableRandom(seed)));
      all.add(Drawn.read("seed " + seed, svg));
    }
    return all;
  }

  private static void noLineEntersABoxOfOthers(Drawn drawn) {
    for (Line line : drawn.lines()) {
      for (Rectangle box : drawn.rectangles()) {
        boolean isEnd = box.touches(line.start()) || box.touches(line.end());
        boolean isAround = box.holds(line.start()) || box.holds(line.end());
        boolean belongs = box.isGroup() ? isAround || box.touches(line.end()) : isEnd;
        String what = drawn.name() + ": " + line + " enters " + box;
        assertTrue(belongs || line.segments().noneMatch(box::meets), what);
        assertTrue(
            box.isGroup() || line.segments().noneMatch(box::enters),
            what + ", where it begins or ends");
      }
    }
  }

  private static void noWordsMeetAnythingElse(Drawn drawn) {
    Rectangle page = drawn.page();
    for (Words words : drawn.words()) {
      assertTrue(page.contains(words.box()), () -> drawn.name() + " cuts " + words);
      for (Words other : drawn.words()) {
        assertTrue(
            words == other || !words.box().overlaps(other.box()),
            () -> drawn.name() + ": " + words + " and " + other);
      }
      for (Rectangle box : drawn.rectangles()) {
        assertTrue(
            box.contains(words.box()) || !box.overlaps(words.box()),
            () -> drawn.name() + ": " + words + " at the edge of " + box);
      }
      for (Line line : drawn.lines()) {
        assertTrue(
            line.segments().noneMatch(words.box()::meets),
            () -> drawn.name() + ": " + line + " crosses out " + words);
      }
    }
  }

  private static void boxesAreInsideOrBesideEachOther(Drawn drawn) {
    for (Rectangle box : drawn.rectangles()) {
      assertTrue(drawn.page().contains(box), () -> drawn.name() + " cuts " + box);
      for (Rectangle other : drawn.rectangles()) {
        assertTrue(
            box.equals(other) || !box.overlaps(other) || box.contains(other) || other.contains(box),
            () -> drawn.name() + ": " + box + " and " + other);
      }
    }
  }

  /** Lines with the same end or the same beginning may. */
  private static long alongOthers(Drawn drawn) {
    return drawn.lines().stream()
        .filter(
            line ->
                drawn.lines().stream()
                    .anyMatch(
                        other ->
                            other != line
                                && !other.end().equals(line.end())
                                && !other.colour().equals(line.colour())
                                && line.runsAlong(other)))
        .count();
  }

  @Test
  void nothingCoversAnythingElseInThePicturesOfTheSystemsThatShip() throws IOException {
    for (Drawn drawn : shipped()) {
      boxesAreInsideOrBesideEachOther(drawn);
      noLineEntersABoxOfOthers(drawn);
      noWordsMeetAnythingElse(drawn);
      assertEquals(0, alongOthers(drawn), drawn.name());
    }
  }

  @Test
  void whatDoesNotFitIntoAPictureIsRefused() {
    TooLargeException refused =
        assertThrows(TooLargeException.class, () -> new Maze(Maze.MAX_NODES / 2 + 1, 2));
    assertEquals(
        "cannot draw this system: expected at most 4194304 places in the picture, found 4194306",
        refused.getMessage());
  }

  @Test
  void nothingCoversAnythingElseInPicturesOfRandomSystems() {
    long lines = 0;
    long alongOthers = 0;
    for (Drawn drawn : random()) {
      boxesAreInsideOrBesideEachOther(drawn);
      noLineEntersABoxOfOthers(drawn);
      noWordsMeetAnythingElse(drawn);
      lines += drawn.lines().size();
      alongOthers += alongOthers(drawn);
    }
    long perThousand = alongOthers * 1_000 / lines;
    assertTrue(lines > TREES * 10L, "only " + lines + " lines");
    assertTrue(perThousand <= ALONG_OTHERS, perThousand + " of a thousand run along others");
  }
}
