package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.Keyword;

/**
 * A child as far as its declaration could be understood, with the places of its names, so that the
 * names can be checked even where something else is at fault.
 */
sealed interface Draft {
  String name();

  Spot at();

  /**
   * An actor or a device.
   *
   * @param def absent if its declaration is at fault
   * @param isOpen whether it may handle and say more than is known, as its declaration is at fault
   */
  record Leaf(
      String name,
      Spot at,
      Map<Keyword, Spot> on,
      Map<Keyword, Spot> says,
      Optional<? extends ChildDef> def,
      boolean isOpen)
      implements Draft {
    Leaf(
        String name,
        Spot at,
        Map<Keyword, Spot> on,
        Map<Keyword, Spot> says,
        Optional<? extends ChildDef> def) {
      this(name, at, on, says, def, false);
    }

    /** A child of which no more than its name is known, if that. */
    static Leaf unknown(String name, Spot at) {
      return new Leaf(name, at, Map.of(), Map.of(), Optional.empty(), true);
    }

    Leaf opened() {
      return new Leaf(name, at, on, says, def, true);
    }
  }

  /**
   * A supervisor.
   *
   * @param says the names it declares to say upward, if it does
   * @param opensFile whether it is the supervisor of a whole file, which others may use
   * @param functions what its children see; they may mention names that come as replies
   * @param template if it stands for any number of instances
   */
  record Cluster(
      String name,
      Spot at,
      List<Draft> children,
      List<Forward> forwards,
      Optional<Map<Keyword, Spot>> says,
      boolean opensFile,
      Functions functions,
      SupervisorDef def,
      Optional<TemplateDef> template)
      implements Draft {
    public Cluster {
      children = List.copyOf(children);
      forwards = List.copyOf(forwards);
    }

    /** It may forward, and say upward, more than is known. */
    Cluster opened() {
      List<Draft> more = new ArrayList<>(children);
      more.add(Leaf.unknown(Common.NAMELESS, at));
      return new Cluster(name, at, more, forwards, says, opensFile, functions, def, template);
    }

    Cluster asTemplate(TemplateDef made) {
      return new Cluster(
          name, at, children, forwards, says, opensFile, functions, def, Optional.of(made));
    }
  }

  /** One entry of {@code :forward}. */
  record Forward(Keyword name, Spot at, List<Target> targets) {
    public Forward {
      targets = List.copyOf(targets);
    }
  }

  /** One target of a forward. */
  record Target(Keyword name, Spot at) {}
}
