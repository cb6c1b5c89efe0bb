package jellybean.system;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.Position;
import jellybean.edn.Syntax;
import jellybean.edn.Value;

/**
 * Compiles documents, and says everything that is wrong with one at once.
 *
 * <p>Pure, and bounded in time and memory whatever the document; any thread.
 */
public final class Checker {
  /** More faults than these are counted, not listed. */
  public static final int MAX_FAULTS = 200;

  private static final String ROOT_RESERVED = "sys";

  private final DeviceCatalogue devices;

  public Checker(DeviceCatalogue devices) {
    this.devices = devices;
  }

  /**
   * Checks and compiles a document.
   *
   * @param with values for the params of its root, by symbol or keyword
   */
  public Checked check(Bundle bundle, EdnMap with) {
    Faults faults = new Faults();
    Spot start = new Spot(bundle.main(), Position.START);
    Reading reading = new Reading(bundle, devices, faults);
    Optional<Draft.Cluster> root =
        new SupervisorReader(reading)
            .readFile(
                bundle.main(),
                List.of(),
                SupervisorReader.FIRST_DEPTH,
                given(with, start, faults),
                SupervisorReader.Embedding.NONE,
                start);
    root.ifPresent(cluster -> checkRoot(cluster, faults));
    root.ifPresent(
        cluster ->
            new NameCheck(faults, reading.isComplete())
                .check(Wiring.root(reading.leftOut() == 0 ? cluster : cluster.opened())));
    Optional<SupervisorDef> def = root.map(Draft.Cluster::def);
    return new Checked(faults.isEmpty() ? def : Optional.empty(), faults.sorted());
  }

  private static Map<String, Params.Given> given(EdnMap with, Spot at, Faults faults) {
    Map<Syntax, Value> values = new LinkedHashMap<>();
    with.forEach((key, value) -> values.put(new Syntax(key, at.at(), List.of()), value));
    return Params.given(values, at.file(), faults);
  }

  private static void checkRoot(Draft.Cluster root, Faults faults) {
    if (root.name().equals(ROOT_RESERVED)) {
      faults.add(root.at(), "expected a name of the system other than sys, which is reserved");
    }
    if (!(root.def().policy().place() instanceof Place.Here)) {
      faults.add(root.at(), "impossible place: the root of a system lives at its home");
    }
  }
}
