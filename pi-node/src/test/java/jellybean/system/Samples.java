package jellybean.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceCatalogue.DeviceType;
import jellybean.system.DeviceCatalogue.Rule;

/** Documents and devices for tests. */
final class Samples {
  /** The examples that ship; tests run in the module's folder. */
  static final Path SYSTEMS = Path.of("systems");

  private Samples() {}

  static final Rule WHOLE =
      value -> value instanceof Int ? Optional.empty() : Optional.of("a whole number");
  static final Rule TEXT =
      value -> value instanceof Text ? Optional.empty() : Optional.of("a string");

  /** A clock that ticks, a log, lines of a file. */
  static DeviceCatalogue devices() {
    return DeviceCatalogue.of(
        Map.of(
            Keyword.of("log"),
            DeviceType.handlingAnything(Map.of(), Set.of()),
            Keyword.of("clock"),
            new DeviceType(
                Map.of(Keyword.of("every-ms"), ConfigKey.required(WHOLE)),
                Set.of(),
                Set.of(Keyword.of("tick"))),
            Keyword.of("file-lines"),
            new DeviceType(
                Map.of(
                    Keyword.of("path"),
                    ConfigKey.required(TEXT),
                    Keyword.of("credit"),
                    ConfigKey.optional(WHOLE)),
                Set.of(Keyword.of("more")),
                Set.of(Keyword.of("line"), Keyword.of("end"), Keyword.of("failed")))));
  }

  /** Finds files in a folder of the test resources. */
  static Function<String, Optional<byte[]>> resources(String folder) {
    return name -> {
      try (InputStream in = Samples.class.getResourceAsStream("/system/" + folder + "/" + name)) {
        return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** Finds files of the examples. */
  static Optional<byte[]> example(String name) {
    try {
      Path file = SYSTEMS.resolve(name);
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Checked check(Bundle bundle) {
    return check(bundle, EdnMap.EMPTY);
  }

  static Checked check(Bundle bundle, EdnMap with) {
    return new Checker(devices()).check(bundle, with);
  }

  static Checked check(String text) {
    return check(Bundle.of("main.edn", text));
  }

  /** The definition of a document without faults. */
  static SupervisorDef compile(Bundle bundle, EdnMap with) {
    Checked checked = check(bundle, with);
    return checked
        .definition()
        .orElseThrow(() -> new AssertionError(String.join("\n", lines(checked))));
  }

  static SupervisorDef compile(String text) {
    return compile(Bundle.of("main.edn", text), EdnMap.EMPTY);
  }

  static ActorDef actor(SupervisorDef def, String name) {
    return (ActorDef) def.child(name).orElseThrow();
  }

  /** The faults as {@code jelly check} prints them. */
  static List<String> lines(Checked checked) {
    return checked.faults().stream().map(Object::toString).toList();
  }

  static Value read(String edn) {
    return jellybean.edn.EdnReader.readOne(edn.getBytes(StandardCharsets.UTF_8));
  }
}
