package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Keyword;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class DiagramCommandTest {
  @TempDir private Path folder;

  private static Document svg(String text) throws Exception {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(utf8));
  }

  @Test
  void thePicturesOfTheSystemsThatShipAreThoseItDraws() throws IOException {
    try (Stream<Path> systems = Files.list(Path.of("systems"))) {
      List<String> names =
          systems
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".edn"))
              .toList();
      assertEquals(9, names.size());
      for (String name : names) {
        String drawn = Run.jelly("", "diagram", "systems/" + name).out();
        Path kept = Path.of("systems", "pictures", name.replace(".edn", ".svg"));
        assertEquals(Files.readString(kept), drawn, "draw again: jelly diagram -o " + kept);
      }
    }
  }

  @Test
  void aPictureIsXmlAndShowsEveryNameAndEveryWire() throws Exception {
    String text = Run.jelly("", "diagram", "systems/counters.edn").out();
    Document svg = svg(text);
    assertEquals("svg", svg.getDocumentElement().getTagName());
    for (String name :
        List.of(
            "list",
            "counters (template)",
            "forwards",
            ":append",
            "(start counters)",
            ":merge_state",
            ":counters/updated_state",
            "total")) {
      assertTrue(text.contains(">" + name + "<"), name);
    }
    assertTrue(
        text.contains(
            "<title>/list/counters/state says :updated_state, /list/total gets"
                + " :counters/updated_state</title>"));
    assertTrue(
        text.contains(
            "<title>/list forwards :append, /list gets (start counters)&#10;/list forwards :remove,"
                + " /list gets (stop counters)</title>"));
    assertEquals(4, svg.getElementsByTagName("title").getLength());
  }

  @Test
  void namesOfTheSameTwoBoxesShareALineAndNeighboursOfALatticeARow() {
    String wordcount = Run.jelly("", "diagram", "systems/wordcount.edn").out();
    assertTrue(
        wordcount.contains(
            "<title>/wordcount/file says :end, /wordcount/collector gets :end&#10;/wordcount/file"
                + " says :failed, /wordcount/collector gets :failed</title>"));
    String cube = Run.jelly("", "diagram", "systems/cosmic-cube.edn").out();
    assertTrue(cube.contains(">:±n/edge ×12<"));
    assertEquals(3, cube.split("<path class=\"line\"", -1).length);
  }

  @Test
  void whatIsSaidAndForwardedGoesByTheForwards() throws IOException {
    Path document =
        Files.writeString(
            folder.resolve("f.edn"),
            "{:supervisor f :forward {:s/x [:c/y :z]}"
                + " :children [{:supervisor s :children [{:actor a :on {:go (fn [s d] nil)} :says"
                + " #{:x}}]}"
                + " {:supervisor c :children [{:actor b :on {:y (fn [s d] nil)}}]}"
                + " {:actor e :on {:z (fn [s d] nil)}}]}");
    Run run = Run.jelly("", "diagram", document.toString());
    assertEquals(0, run.code(), run.out());
    List<String> titles =
        Pattern.compile("<title>(.*)</title>")
            .matcher(run.out())
            .results()
            .map(r -> r.group(1))
            .sorted()
            .toList();
    assertEquals(
        List.of(
            "/f forwards :s/x, /f/c/b gets :y",
            "/f forwards :s/x, /f/e gets :z",
            "/f/s/a says :x, which /f forwards"),
        titles);
  }

  @Test
  void whatXmlTakesForItsOwnIsEscaped() throws Exception {
    Path document =
        Files.writeString(
            folder.resolve("s.edn"),
            "{:supervisor s :children [{:actor a :on {:x<y&z (fn [s d] nil)} :says #{:<=>}}"
                + " {:actor b :on {:<=> (fn [s d] nil)}}]}");
    Run run = Run.jelly("", "diagram", document.toString());
    assertEquals(0, run.code(), run.out());
    svg(run.out());
    assertTrue(run.out().contains(">:x&lt;y&amp;z<"), run.out());
  }

  @Test
  void programsReadTheSameAsData() {
    Run run = Run.jelly("", "diagram", "--edn", "systems/counter.edn");
    EdnMap data = (EdnMap) EdnReader.readOne(run.out());
    assertEquals(
        "[{:from \"/counter/count\", :says :merge_state, :to \"/counter/state\", :as"
            + " \":merge_state\"}]",
        data.get(Keyword.of("wires")).toString());
    assertEquals(
        "[{:actor \"count\", :on [:add], :says [:merge_state]} {:actor \"state\", :on"
            + " [:merge_state], :says [:updated_state]}]",
        data.get(Keyword.of("children")).toString());
  }

  @Test
  void aDocumentWithFaultsIsNotDrawn() throws IOException {
    Path document = Files.writeString(folder.resolve("s.edn"), "{:supervisor s}");
    Path picture = folder.resolve("s.svg");
    Run run = Run.jelly("", "diagram", "-o", picture.toString(), document.toString());
    assertEquals(1, run.code());
    assertTrue(run.out().contains("s.edn:1:1: missing :children"), run.out());
    assertTrue(Files.notExists(picture));
    Path nowhere = folder.resolve("no/s.svg");
    Run unwritable = Run.jelly("", "diagram", "-o", nowhere.toString(), "systems/counter.edn");
    assertEquals(1, unwritable.code());
    assertTrue(unwritable.err().contains("cannot write " + nowhere), unwritable.err());
  }
}
