package jellybean.system;

import jellybean.edn.EdnMap;

/** Definitions from texts, for tests. */
final class Definitions {
  private Definitions() {}

  static SupervisorDef definition(String document) {
    Checked checked =
        new Checker(DeviceCatalogue.of(java.util.Map.of()))
            .check(Bundle.of("test.edn", document), EdnMap.EMPTY);
    return checked
        .definition()
        .orElseThrow(() -> new AssertionError("faults: " + checked.faults()));
  }
}
