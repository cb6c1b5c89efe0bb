package jellybean.system;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.lang.Fn;

/**
 * An actor whose behaviour is EDN.
 *
 * @param state in which it starts (for a keyed actor: in which each key starts)
 * @param on the function that handles each name it receives; names may be {@code :child/name} for
 *     what is heard from below
 * @param says every name that it may say
 * @param replicas how many there are, or at least are; 1 if it has none
 * @param maxReplicas how many there may be at most; the same if the number is fixed
 * @param routes per name how a receiver among the replicas is chosen
 * @param isDurable whether its state and its mailbox outlive its node
 * @param migrate makes the state of another version of this actor one of this version
 * @param meaning the same in two versions of a document if the actor does the same
 * @param delivery how it gets what comes from other nodes, and how long it waits for receivers
 * @param lattice if there is one body for each of its points, which know their neighbours
 */
public record ActorDef(
    String name,
    Value state,
    Map<Keyword, Fn> on,
    Set<Keyword> says,
    int replicas,
    int maxReplicas,
    Map<Keyword, RouteDef> routes,
    Optional<Lattice> lattice,
    boolean isDurable,
    Optional<Fn> migrate,
    String meaning,
    int mailboxMessages,
    DeliveryDef delivery,
    ChildPolicy policy)
    implements ChildDef {
  public static final int MAX_REPLICAS = 64;

  public ActorDef {
    on = Map.copyOf(on);
    says = Set.copyOf(says);
    routes = Map.copyOf(routes);
  }

  /** Whether state is kept per key: some route of it chooses by key. */
  public boolean isKeyed() {
    return routes.values().stream().anyMatch(RouteDef.ByKey.class::isInstance);
  }

  /** Whether it may have more than one body; they live at {@code <address>/0}, {@code /1}, … */
  public boolean isReplicated() {
    return maxReplicas > 1 || lattice.isPresent();
  }

  /** Whether the number of its replicas follows the load. */
  public boolean isBalanced() {
    return maxReplicas > replicas;
  }

  /** How a receiver among several bodies is chosen: of a lattice, all points get a name. */
  RouteDef route(Keyword message) {
    RouteDef otherwise = lattice.isPresent() ? new RouteDef.All() : new RouteDef.One();
    return routes.getOrDefault(message, otherwise);
  }
}
