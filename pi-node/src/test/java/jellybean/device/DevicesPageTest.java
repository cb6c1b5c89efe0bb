package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.system.Bundle;
import jellybean.system.Checker;
import jellybean.system.DeviceCatalogue;
import org.junit.jupiter.api.Test;

/** {@code docs/devices.md} says what is so. */
class DevicesPageTest {
  private static final DeviceCatalogue CATALOGUE = Drivers.standard(Path.of("")).catalogue();

  private static String page() throws IOException {
    return Files.readString(Path.of("docs", "devices.md"));
  }

  private static List<String> examples(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(page())
        .results()
        .map(r -> r.group(1))
        .toList();
  }

  @Test
  void everyTypeHasItsPartWithAllThatItIsToldAndSays() throws IOException {
    for (Keyword type : CATALOGUE.types()) {
      String heading = "### `" + type + "`";
      assertTrue(page().contains(heading), heading);
      String part = page().substring(page().indexOf(heading));
      String text = part.substring(0, part.indexOf("\n##", heading.length()));
      DeviceCatalogue.DeviceType contract = CATALOGUE.find(type).orElseThrow();
      contract
          .config()
          .keySet()
          .forEach(key -> assertTrue(text.contains(key.toString()), type + " " + key));
      contract.on().forEach(name -> assertTrue(text.contains(name.toString()), type + " " + name));
      contract
          .says()
          .forEach(name -> assertTrue(text.contains(name.toString()), type + " " + name));
    }
  }

  @Test
  void itsExamplesHaveNoFaults() throws IOException {
    assertEquals(10, examples("edn").size());
    for (String example : examples("edn")) {
      Bundle bundle = Bundle.of("example.edn", example);
      assertEquals(List.of(), new Checker(CATALOGUE).check(bundle, EdnMap.EMPTY).faults(), example);
    }
  }

  @Test
  void itsDriverIsTheOneThatIsTried() throws IOException {
    String source = Files.readString(Path.of("src/test/java/jellybean/device/DiceDriver.java"));
    assertTrue(source.endsWith(examples("java").getFirst()), "DiceDriver.java differs");
  }
}
