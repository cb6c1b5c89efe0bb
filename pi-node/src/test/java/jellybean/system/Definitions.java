package jellybean.system;

import jellybean.edn.EdnMap;

/** Definitions from texts, for tests. */
final class Definitions {
  private Definitions() {}

  static SupervisorDef definition(String document) {
    return definition(Bundle.of("test.edn", document));
  }

  static SupervisorDef definition(Bundle bundle) {
    Checked checked =
        new Checker(DeviceCatalogue.of(java.util.Map.of())).check(bundle, EdnMap.EMPTY);
    return checked
        .definition()
        .orElseThrow(() -> new AssertionError("faults: " + checked.faults()));
  }
}
