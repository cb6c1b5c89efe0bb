package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WiringCommandTest {
  private static final Path WIRING = Path.of("..", "wiring");

  @TempDir private Path folder;

  private static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(WIRING)) {
      return files.filter(file -> file.toString().endsWith(".edn")).sorted().toList();
    }
  }

  @Test
  void thePicturesAndTablesThatShipAreThoseItMakes() throws IOException {
    assertEquals(1, shipped().size());
    String page = Files.readString(WIRING.resolve("README.md"));
    for (Path file : shipped()) {
      Path drawn = folder.resolve("drawn.svg");
      Run run = Run.jelly("", "wiring", "-o", drawn.toString(), file.toString());
      assertEquals(0, run.code(), run.out());
      Path kept = Path.of(file.toString().replace(".edn", ".svg"));
      assertEquals(
          Files.readString(kept), Files.readString(drawn), "draw again: jelly wiring -o " + kept);
      assertTrue(page.contains(run.out()), "the README lacks what jelly wiring says of " + file);
      assertTrue(page.contains("(" + kept.getFileName() + ")"), page);
    }
  }

  @Test
  void faultsAreSaidAndNothingIsDrawn() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("b.edn"),
            "{:board :zero-w :wires {:a {:is :led :gpio 15 :ohm 330}\n :b {:is :knob}}}");
    Path picture = folder.resolve("b.svg");
    Run run = Run.jelly("", "wiring", "-o", picture.toString(), file.toString());
    assertEquals(1, run.code());
    assertEquals(
        List.of(
            file + ":1:44: reserved pin of wire :a: GPIO15 is for the serial console",
            file + ":2:10: bad :is of wire :b: expected :led, :leds or :button, found :knob"),
        run.lines());
    assertTrue(Files.notExists(picture));
    Run edn = Run.jelly("", "wiring", "--edn", file.toString());
    assertTrue(
        edn.lines()
            .getFirst()
            .endsWith(
                ":line 1, :column 44, :message \"reserved pin of wire :a: GPIO15 is for the serial"
                    + " console\"}"),
        edn.out());
  }

  @Test
  void aFileThatIsNotThereOrCannotBeWrittenIsAnError() {
    Run none = Run.jelly("", "wiring", "none.edn");
    assertEquals(1, none.code());
    assertTrue(
        none.err().contains("none.edn: expected a readable file, found nothing there"), none.err());
    Path nowhere = folder.resolve("no/b.svg");
    String board = WIRING.resolve("zero-w.edn").toString();
    Run unwritable = Run.jelly("", "wiring", "-o", nowhere.toString(), board);
    assertEquals(1, unwritable.code());
    assertTrue(unwritable.err().contains("cannot write " + nowhere), unwritable.err());
  }
}
