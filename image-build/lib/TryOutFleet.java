import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import jellybean.cli.FleetFactory;

/**
 * Makes the keys of a fleet that lives as long as the emulator: DIR NODE…, with an operator
 * "emulator".
 */
final class TryOutFleet {
  private TryOutFleet() {}

  public static void main(String[] args) {
    List<String> names = List.of(args);
    ServiceLoader.load(FleetFactory.class)
        .findFirst()
        .orElseThrow()
        .create(Path.of(names.getFirst()), names.subList(1, names.size()), List.of("emulator"));
  }
}
