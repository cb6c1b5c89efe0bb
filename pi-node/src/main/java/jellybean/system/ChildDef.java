package jellybean.system;

/** A child of a supervisor: an actor, a device, a cluster of its own, or a template of clusters. */
public sealed interface ChildDef permits ActorDef, DeviceDef, SupervisorDef, TemplateDef {
  String name();

  ChildPolicy policy();

  /** Whether its state and its mailbox outlive its node. */
  default boolean isDurable() {
    return false;
  }
}
