package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import org.junit.jupiter.api.Test;

class BundleTest {
  private static Optional<byte[]> bytes(Map<String, String> files, String name) {
    return Optional.ofNullable(files.get(name)).map(t -> t.getBytes(StandardCharsets.UTF_8));
  }

  private static String refused(Runnable action) {
    return assertThrows(BundleException.class, action::run).getMessage();
  }

  @Test
  void collectsWhatIsUsedAndWhatThatUses() {
    Map<String, String> files =
        Map.of(
            "main.edn",
            "{:supervisor a :functions [\"f.edn\" {}] :children [{:supervisor b :use \"b.edn\"}]}",
            "b.edn",
            "{:supervisor b :functions \"lib/g.edn\" :children [{:supervisor a :use"
                + " \"main.edn\"}]}",
            "f.edn",
            "{}",
            "lib/g.edn",
            "{}",
            "unused.edn",
            "{}");
    Bundle bundle = Bundle.collect("main.edn", name -> bytes(files, name));
    assertEquals(Set.of("main.edn", "b.edn", "f.edn", "lib/g.edn"), bundle.files().keySet());
  }

  @Test
  void asksForNoFileOutsideTheFolderAndForNoneTwice() {
    List<String> asked = new ArrayList<>();
    String text =
        "{:supervisor a :functions [\"/etc/passwd\" \"../x\" \"c:\\\\x\" \"gone.edn\""
            + " \"gone.edn\"]}";
    Bundle.collect(
        "main.edn",
        name -> {
          asked.add(name);
          return bytes(Map.of("main.edn", text), name);
        });
    assertEquals(List.of("main.edn", "gone.edn"), asked);
  }

  @Test
  void onlyReferencesOfTheDocumentCountNotWhatItsFunctionsHold() {
    String text = "{:supervisor a :functions {f (fn [s d] {:state {:use \"secret.edn\"}})}}";
    Bundle bundle = Bundle.collect("m", name -> bytes(Map.of("m", text, "secret.edn", ""), name));
    assertEquals(Set.of("m"), bundle.files().keySet());
  }

  @Test
  void isTheSameAfterTravelling() {
    Bundle bundle = new Bundle("a.edn", new TreeMap<>(Map.of("a.edn", "{}", "b.edn", "é\n")));
    assertEquals(bundle, Bundle.fromValue(bundle.toValue()));
    assertEquals(
        "{:main \"a.edn\", :files {\"a.edn\" \"{}\", \"b.edn\" \"é\\n\"}}",
        bundle.toValue().toString());
  }

  @Test
  void otherShapesAreRefused() {
    String shape = "bundle: expected {:main \"file\" :files {\"file\" \"text\"}}";
    assertEquals(shape, refused(() -> Bundle.fromValue(EdnMap.EMPTY)));
    assertEquals(shape, refused(() -> Bundle.fromValue(Samples.read("{:main \"a\" :files 1}"))));
    assertEquals(
        "bundle: expected names and texts in :files as strings",
        refused(() -> Bundle.fromValue(Samples.read("{:main \"a\" :files {\"a\" 1}}"))));
    assertEquals(
        "a: cannot find the file",
        refused(() -> Bundle.fromValue(Samples.read("{:main \"a\" :files {}}"))));
    assertEquals(
        "../a: expected a file name relative to the main file, without . and .., found ../a",
        refused(() -> Bundle.of("../a", "{}")));
  }

  @Test
  void missingLargeManyAndStrangeFilesAreRefusedByName() {
    assertEquals(
        "m.edn: cannot find the file",
        refused(() -> Bundle.collect("m.edn", name -> Optional.empty())));
    assertEquals(
        "m.edn: expected UTF-8 text, found bytes that are none",
        refused(() -> Bundle.collect("m.edn", name -> Optional.of(new byte[] {(byte) 0xff}))));
    assertEquals(
        "m.edn: document too large: expected at most 1048576 bytes together with the files it uses,"
            + " found 10485760 or more",
        refused(() -> Bundle.collect("m.edn", name -> Optional.of(new byte[10 << 20]))));
    assertEquals(
        "m.edn: too many files: expected at most 64, found 65 or more",
        refused(
            () ->
                Bundle.collect(
                    "m.edn",
                    name ->
                        Optional.of(
                            ("{:functions [\"" + name + "a\"]}")
                                .getBytes(StandardCharsets.UTF_8)))));
  }

  @Test
  void aRefusalIsAlsoAFaultWithAPosition() {
    BundleException e =
        assertThrows(
            BundleException.class, () -> Bundle.collect("m.edn", name -> Optional.empty()));
    assertEquals("m.edn:1:1: cannot find the file", e.toFault().toString());
  }
}
