package jellybean.system;

/** A child of a supervisor: an actor, a device, or a cluster of its own. */
public sealed interface ChildDef permits ActorDef, DeviceDef, SupervisorDef {
  String name();

  Place place();

  RestartType restart();
}
