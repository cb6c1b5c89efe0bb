package jellybean.node;

import java.util.stream.Collectors;
import jellybean.device.Drivers;
import jellybean.edn.EdnMap;
import jellybean.lang.Fault;
import jellybean.system.Bundle;
import jellybean.system.Checked;
import jellybean.system.Checker;
import jellybean.system.Host;
import jellybean.system.SupervisorDef;

/** Compiles documents with the devices that this node has. */
final class SystemCompiler implements Host.Compiler {
  private final Checker checker;

  SystemCompiler(Drivers drivers) {
    this.checker = new Checker(drivers.catalogue());
  }

  /**
   * The system that a document describes.
   *
   * @throws ConfigException every fault of the document
   */
  @Override
  public SupervisorDef apply(Bundle bundle, EdnMap with) {
    Checked checked = checker.check(bundle, with);
    return checked
        .definition()
        .orElseThrow(
            () ->
                new ConfigException(
                    checked.faults().stream()
                        .map(Fault::toString)
                        .collect(Collectors.joining("\n"))));
  }
}
