package jellybean.system;

import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;

/**
 * An actor whose behaviour is Java; the node finds it by {@code type}.
 *
 * @param type for example {@code :file-lines}
 * @param config everything its declaration says that is not common to all children
 * @param on names it handles
 * @param says names it may say
 * @param parkMs how long it may be parked, see {@link DeliveryDef}
 */
public record DeviceDef(
    String name,
    Keyword type,
    EdnMap config,
    Set<Keyword> on,
    Set<Keyword> says,
    long parkMs,
    ChildPolicy policy)
    implements ChildDef {
  /** It may be parked as usual. */
  public DeviceDef(
      String name,
      Keyword type,
      EdnMap config,
      Set<Keyword> on,
      Set<Keyword> says,
      ChildPolicy policy) {
    this(name, type, config, on, says, DeliveryDef.DEFAULT_PARK_MS, policy);
  }

  public DeviceDef {
    on = Set.copyOf(on);
    says = Set.copyOf(says);
  }
}
