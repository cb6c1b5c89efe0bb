package jellybean.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.Address;

/** A loop as it looks while it answers a question. */
record LoopSight(Loop loop) implements LoopControls {
  @Override
  public List<ActorView> actors() {
    return loop.node.directory.of(loop).stream().map(LocalActor::view).toList();
  }

  @Override
  public Optional<ActorView> actor(Address address) {
    return loop.node.directory.find(address).filter(a -> a.loop == loop).map(LocalActor::view);
  }

  @Override
  public List<ActorLoad> loads(Address address) {
    long nowNs = loop.node.clock.monotonicNs();
    return loop.node.directory.below(address, loop).stream().map(a -> a.load(nowNs)).toList();
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

  @Override
  public List<EdnMap> historyFrom(Address path, ToLongFunction<Address> from) {
    return loop.history.showFrom(path, from);
  }

  @Override
  public List<EdnMap> traced(String trace) {
    return loop.traces.show(trace);
  }

  @Override
  public long incarnation() {
    return loop.node.incarnation;
  }

  @Override
  public int index() {
    return loop.index();
  }

  // ---- what changes something

  @Override
  public void freeze(String ticket, Address root, boolean supervisors) {
    loop.freezer.freeze(ticket, root, supervisors);
  }

  @Override
  public boolean isSettled(String ticket) {
    return loop.freezer.isSettled(ticket);
  }

  @Override
  public boolean thaw(String ticket) {
    return loop.freezer.thaw(ticket);
  }

  @Override
  public List<EdnMap> images(String ticket) {
    long nowMs = loop.node.clock.monotonicMs();
    return loop.freezer.of(ticket).stream().map(actor -> Image.of(actor, nowMs)).toList();
  }

  @Override
  public List<EdnMap> restore(List<EdnMap> images) {
    List<EdnMap> done = new ArrayList<>();
    for (EdnMap image : images) {
      loop.node
          .directory
          .find(Image.actor(image))
          .filter(actor -> actor.loop == loop)
          .ifPresent(actor -> done.add(restored(actor, image)));
    }
    return done;
  }

  private EdnMap restored(LocalActor actor, EdnMap image) {
    EdnMap row = EdnMap.of(Keyword.of("actor"), Shown.text(actor.address));
    try {
      Image.restore(loop, actor, image);
      return row;
    } catch (RuntimeException e) {
      return row.with(Keyword.of("fault"), new Text(Errors.text(Errors.of(e))));
    }
  }

  @Override
  public void measureFor(long ms) {
    loop.measuredUntilMs = loop.node.clock.monotonicMs() + ms;
  }

  @Override
  public void traceNext(Address actor, Optional<Keyword> name, String trace) {
    boolean isHere = loop.node.directory.find(actor).filter(a -> a.loop == loop).isPresent();
    if (isHere) {
      loop.traces.await(actor, name, trace);
    }
  }
}
