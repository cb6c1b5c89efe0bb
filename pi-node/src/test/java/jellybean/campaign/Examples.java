package jellybean.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import jellybean.edn.EdnMap;
import jellybean.message.Address;
import jellybean.system.Bundle;

/** Documents that ship with a node. */
final class Examples {
  /** Tests run in the module's folder. */
  private static final Path SYSTEMS = Path.of("systems");

  private static final int DIMENSIONS = 6;

  private Examples() {}

  static Design any(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> design("counter", "counter.edn", EdnMap.EMPTY, List.of("count", "state"));
      case 1 -> design("list", "counters.edn", EdnMap.EMPTY, List.of("total"));
      default -> cube();
    };
  }

  /** The cube, which is never begun: its cells wait. */
  private static Design cube() {
    Set<String> cells = new TreeSet<>(Set.of("field"));
    for (int i = 0; i < 1 << DIMENSIONS; i++) {
      StringBuilder cell = new StringBuilder("cell/").append(i & 1);
      for (int dimension = 1; dimension < DIMENSIONS; dimension++) {
        cell.append('-').append(i >> dimension & 1);
      }
      cells.add(cell.toString());
    }
    return design("cosmic-cube", "cosmic-cube.edn", EdnMap.EMPTY, List.copyOf(cells));
  }

  private static Design design(String name, String file, EdnMap with, List<String> children) {
    Bundle bundle = Bundle.collect(file, Examples::read);
    Address root = Address.of(name);
    TreeSet<Address> bodies = new TreeSet<>(Set.of(root));
    children.forEach(child -> bodies.add(new Address(root.path() + "/" + child)));
    TreeSet<Address> movable = new TreeSet<>(bodies);
    movable.remove(root);
    return new Design(
        name, bundle, with, false, bodies, new TreeSet<>(), List.of(), movable, Set.of());
  }

  private static Optional<byte[]> read(String name) {
    try {
      return Optional.of(Files.readAllBytes(SYSTEMS.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
