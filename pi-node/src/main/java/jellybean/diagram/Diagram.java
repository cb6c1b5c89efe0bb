package jellybean.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.system.ActorDef;
import jellybean.system.ChildDef;
import jellybean.system.DeviceDef;
import jellybean.system.SupervisorDef;
import jellybean.system.TemplateDef;
import jellybean.system.Wire;

/** A picture of a system. */
public final class Diagram {
  private Diagram() {}

  /**
   * A whole SVG document.
   *
   * @throws TooLargeException if it does not fit into a picture
   */
  public static String svg(SupervisorDef system) {
    Links links = Links.of(system);
    return Svg.of(Layout.of(system, links), links.all());
  }

  /**
   * The same as data: {@code {:supervisor name :forward {…} :children […] :wires [{:from "/a/b"
   * :says :x :to "/a/c" :as ":x"} …] :forwarded [{:from "/a" :forwards :y :to "/a/c" :as ":x"}
   * …]}}.
   */
  public static EdnMap data(SupervisorDef system) {
    return cluster("supervisor", system.name(), system)
        .with(Keyword.of("wires"), wires(Wire.of(system), "says"))
        .with(Keyword.of("forwarded"), wires(Wire.forwarded(system), "forwards"));
  }

  private static EdnVector wires(List<Wire> wires, String verb) {
    List<Value> all = new ArrayList<>();
    for (Wire wire : wires) {
      all.add(
          EdnMap.of(
              Keyword.of("from"),
              new Text(wire.from().path()),
              Keyword.of(verb),
              wire.says(),
              Keyword.of("to"),
              new Text(wire.to().path()),
              Keyword.of("as"),
              new Text(wire.as())));
    }
    return EdnVector.of(all);
  }

  private static EdnMap cluster(String kind, String name, SupervisorDef def) {
    EdnMap forward = EdnMap.EMPTY;
    List<Keyword> names = sorted(def.forward().keySet());
    for (Keyword from : names) {
      List<Value> targets =
          def.forward().getOrDefault(from, List.of()).stream()
              .<Value>map(target -> new Text(Wire.text(target)))
              .toList();
      forward = forward.with(from, EdnVector.of(targets));
    }
    return EdnMap.of(
        Keyword.of(kind),
        new Text(name),
        Keyword.of("forward"),
        forward,
        Keyword.of("children"),
        EdnVector.of(def.children().stream().map(Diagram::child).toList()));
  }

  private static EdnMap child(ChildDef child) {
    return switch (child) {
      case SupervisorDef cluster -> cluster("supervisor", cluster.name(), cluster);
      case TemplateDef template -> cluster("template", template.name(), template.pattern());
      case ActorDef actor -> actor(actor);
      case DeviceDef device ->
          leaf("device", device.name(), device.on(), device.says())
              .with(Keyword.of("type"), device.type());
    };
  }

  private static EdnMap actor(ActorDef actor) {
    EdnMap map = leaf("actor", actor.name(), actor.on().keySet(), actor.says());
    if (actor.lattice().isPresent()) {
      List<Value> dims = actor.lattice().get().dims().stream().<Value>map(Int::of).toList();
      return map.with(Keyword.of("lattice"), EdnVector.of(dims));
    }
    return actor.maxReplicas() > 1
        ? map.with(
            Keyword.of("replicas"),
            EdnVector.of(Int.of(actor.replicas()), Int.of(actor.maxReplicas())))
        : map;
  }

  private static EdnMap leaf(String kind, String name, Set<Keyword> on, Set<Keyword> says) {
    return EdnMap.of(
        Keyword.of(kind),
        new Text(name),
        Keyword.of("on"),
        EdnVector.of(sorted(on)),
        Keyword.of("says"),
        EdnVector.of(sorted(says)));
  }

  private static List<Keyword> sorted(Set<Keyword> names) {
    return names.stream().sorted(java.util.Comparator.comparing(Keyword::toString)).toList();
  }
}
