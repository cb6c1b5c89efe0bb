package jellybean.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.message.Address;

/** Which actors of a loop stand still, so that they can be saved, or loaded. Owned by its loop. */
final class Freezer {
  private static final String SUPERVISOR = "supervisor";
  private static final String SYSTEM = "system";

  private final Loop loop;
  private final List<Frozen> all = new ArrayList<>();

  private record Frozen(String ticket, Address root, boolean supervisors) {
    boolean covers(LocalActor actor) {
      return root.contains(actor.address) && (supervisors || !isSupervisor(actor));
    }
  }

  Freezer(Loop loop) {
    this.loop = loop;
  }

  static boolean isSupervisor(LocalActor actor) {
    return actor.kind.equals(SUPERVISOR) || actor.kind.equals(SYSTEM);
  }

  void freeze(String ticket, Address root, boolean supervisors) {
    all.add(new Frozen(ticket, root, supervisors));
    for (LocalActor actor : loop.node.directory.of(loop)) {
      begun(actor);
    }
  }

  /** An actor runs: it may have to stand still at once. */
  void begun(LocalActor actor) {
    if (!all.isEmpty() && actor.status == LocalActor.Status.RUNNING) {
      actor.isFrozen = all.stream().anyMatch(frozen -> frozen.covers(actor));
    }
  }

  List<LocalActor> of(String ticket) {
    return find(ticket)
        .map(f -> loop.node.directory.of(loop).stream().filter(f::covers).toList())
        .orElse(List.of());
  }

  private Optional<Frozen> find(String ticket) {
    return all.stream().filter(frozen -> frozen.ticket().equals(ticket)).findFirst();
  }

  /** Whether nothing that they did is still on its way to the disk, and none is being started. */
  boolean isSettled(String ticket) {
    return of(ticket).stream().noneMatch(Freezer::isBusy)
        && find(ticket).filter(f -> loop.departures.isSending(f.root())).isEmpty();
  }

  private static boolean isBusy(LocalActor actor) {
    Durable durable = actor.durable;
    boolean writes =
        durable != null && (durable.arriving > 0 || durable.isWriting || !durable.made.isEmpty());
    Arrival arrival = actor.arrival;
    boolean comes = arrival != null && (!arrival.isHere() || arrival.isAnyHeld());
    return writes || comes || actor.status == LocalActor.Status.STARTING;
  }

  boolean thaw(String ticket) {
    Optional<Frozen> frozen = find(ticket);
    frozen.ifPresent(
        f -> {
          all.remove(f);
          loop.node.directory.of(loop).stream().filter(f::covers).forEach(this::thaw);
        });
    return frozen.isPresent();
  }

  private void thaw(LocalActor actor) {
    actor.isFrozen = false;
    begun(actor);
    loop.departures.mayDepart(actor);
    if (actor.status == LocalActor.Status.RUNNING && !actor.mailbox.isEmpty()) {
      loop.makeReady(actor);
    }
  }
}
