package jellybean.system;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.Keyword;

/**
 * A supervisor as its document declares it, every reference resolved.
 *
 * @param children in the order in which they start
 * @param forward what replaces a name that is said, sent or heard on this bus
 */
public record SupervisorDef(
    String name,
    List<ChildDef> children,
    Map<Keyword, List<Keyword>> forward,
    Supervision supervision,
    ChildPolicy policy)
    implements ChildDef {
  /** Of a supervisor about which its document says nothing: its children take what they need. */
  static final ChildPolicy POLICY =
      new ChildPolicy(new Place.Here(), RestartType.PERMANENT, Shutdown.FOREVER, false);

  public SupervisorDef {
    children = List.copyOf(children);
    forward = Map.copyOf(forward);
  }

  /** The same for a fleet of one, which is never split. */
  public SupervisorDef alone() {
    return new SupervisorDef(name, children, forward, supervision.alone(), policy);
  }

  /** The child of that name. */
  public Optional<ChildDef> child(String childName) {
    return children.stream().filter(c -> c.name().equals(childName)).findFirst();
  }
}
