package jellybean.bench.cells;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.system.Bundle;

/** Systems of the fleet, as an operator deploys and sees them. */
final class Systems {
  private static final long DEPLOY_MS = 120_000;
  private static final long ANSWER_MS = 30_000;
  private static final Keyword ADDRESS = Keyword.of("address");
  private static final Keyword MEMBER = Keyword.of("member");
  private static final Keyword STATUS = Keyword.of("status");
  private static final Keyword CHILDREN = Keyword.of("children");

  private Systems() {}

  /**
   * @return the home
   * @throws RigException if it is refused
   */
  static String deploy(Operator operator, Path file, EdnMap with) {
    String name = String.valueOf(file.getFileName()).replace(".edn", "");
    Path folder = Optional.ofNullable(file.getParent()).orElseThrow();
    Bundle bundle =
        Bundle.collect(String.valueOf(file.getFileName()), other -> read(folder.resolve(other)));
    Value answer =
        operator.ask(
            "deploy",
            EdnMap.of(
                Keyword.of("name"),
                new Text(name),
                Keyword.of("bundle"),
                bundle.toValue(),
                Keyword.of("with"),
                with),
            DEPLOY_MS);
    if (answer instanceof EdnMap map && map.get(Keyword.of("home"), Nil.NIL) instanceof Text home) {
      return home.value();
    }
    throw new RigException("deploy " + file + ": expected {:home …}, found " + answer);
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An actor that runs.
   *
   * @param status {@code :running} if all is well
   */
  record Instance(String address, String member, String status) {}

  /** Every instance of everything in a system, wherever it is seen. */
  static List<Instance> instances(Operator operator, String system) {
    List<Instance> found = new ArrayList<>();
    collect(operator.ask("tree", new Text(system), ANSWER_MS), found);
    return found;
  }

  private static void collect(Value node, List<Instance> found) {
    if (!(node instanceof EdnMap row)) {
      return;
    }
    if (row.get(ADDRESS, Nil.NIL) instanceof Text address
        && row.get(MEMBER, Nil.NIL) instanceof Text member) {
      String status = row.get(STATUS, Nil.NIL).toString();
      found.add(new Instance(address.value(), member.value(), status));
    }
    if (row.get(CHILDREN, Nil.NIL) instanceof EdnVector children) {
      children.forEach(child -> collect(child, found));
    }
  }

  /** The state and more of one actor. */
  static Optional<EdnMap> cat(Operator operator, String actor) {
    return operator.ask("cat", new Text(actor), ANSWER_MS) instanceof EdnMap row
        ? Optional.of(row)
        : Optional.empty();
  }

  /** Who is there more than once, or not at all, or not running. */
  static Optional<String> onlyOneOfEach(List<Instance> instances, List<String> expected) {
    Map<String, List<String>> places = new TreeMap<>();
    for (Instance instance : instances) {
      places
          .computeIfAbsent(instance.address(), _ -> new ArrayList<>())
          .add(instance.member() + " " + instance.status());
    }
    List<String> wrong = new ArrayList<>();
    expected.stream().filter(a -> !places.containsKey(a)).forEach(a -> wrong.add("no " + a));
    places.forEach(
        (address, where) -> {
          if (where.size() != 1 || !where.getFirst().endsWith(" :running")) {
            wrong.add(address + " at " + where);
          }
        });
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", wrong));
  }
}
