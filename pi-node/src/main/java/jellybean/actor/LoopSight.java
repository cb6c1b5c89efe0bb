package jellybean.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.message.Address;

/** A loop as it looks while it answers a question. */
record LoopSight(Loop loop) implements LoopView {
  @Override
  public List<ActorView> actors() {
    return loop.node.directory.of(loop).stream().map(LocalActor::view).toList();
  }

  @Override
  public Optional<ActorView> actor(Address address) {
    return loop.node.directory.find(address).filter(a -> a.loop == loop).map(LocalActor::view);
  }

  @Override
  public List<EdnMap> deadLetters() {
    return loop.deadLetters.show();
  }

  @Override
  public List<EdnMap> history(Address cluster) {
    return loop.history.show(cluster);
  }

  @Override
  public List<EdnMap> states(Address address) {
    return loop.node
        .directory
        .find(address)
        .filter(a -> a.loop == loop)
        .map(this::states)
        .orElse(List.of());
  }

  private List<EdnMap> states(LocalActor actor) {
    List<EdnMap> rows = new ArrayList<>(loop.history.states(actor));
    if (!rows.isEmpty() && !actor.stateIsNew) {
      rows.add(Shown.now(actor.address, loop.nowMs(), actor.view().state()));
    }
    return rows;
  }

  @Override
  public EdnMap counters() {
    loop.counters.publish();
    return Counters.show(loop.counters.read());
  }
}
