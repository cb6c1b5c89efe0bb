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
 * @param intensity of restarts that is too much
 */
public record SupervisorDef(
    String name,
    List<ChildDef> children,
    Map<Keyword, List<Keyword>> forward,
    Intensity intensity,
    Place place,
    RestartType restart)
    implements ChildDef {

  public SupervisorDef {
    children = List.copyOf(children);
    forward = Map.copyOf(forward);
  }

  /** The child of that name. */
  public Optional<ChildDef> child(String childName) {
    return children.stream().filter(c -> c.name().equals(childName)).findFirst();
  }

  /**
   * How many restarts are too many: more than {@code max} within {@code withinMs} ends the
   * supervisor (Erlang/OTP, supervisor, "Maximum Restart Intensity").
   */
  public record Intensity(int max, long withinMs) {
    public static final Intensity DEFAULT = new Intensity(1, 5_000);
  }
}
