package jellybean.system;

import java.util.List;
import java.util.Optional;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Info;
import jellybean.actor.Legacy;
import jellybean.actor.Saved;
import jellybean.actor.Step;
import jellybean.edn.Value;
import jellybean.message.Address;

/** A behaviour that does as another one in all but what it is made for. */
abstract class Around<S> implements Behaviour<S> {
  final Behaviour<S> inner;

  Around(Behaviour<S> inner) {
    this.inner = inner;
  }

  @Override
  public S initial() {
    return inner.initial();
  }

  @Override
  public Step<S> handle(S state, Delivery delivery) {
    return inner.handle(state, delivery);
  }

  @Override
  public Step<S> started(S state, Info info) {
    return inner.started(state, info);
  }

  @Override
  public boolean runsAtOnce() {
    return inner.runsAtOnce();
  }

  @Override
  public List<Delivery> unfinished(S state) {
    return inner.unfinished(state);
  }

  @Override
  public Legacy legacy(S state, Address self) {
    return inner.legacy(state, self);
  }

  @Override
  public Value show(S state) {
    return inner.show(state);
  }

  @Override
  public Value stored(S state) {
    return inner.stored(state);
  }

  @Override
  public S restored(Value kept) {
    return inner.restored(kept);
  }

  @Override
  public Optional<Value> keyOf(Delivery delivery) {
    return inner.keyOf(delivery);
  }

  @Override
  public Saved saved(S state) {
    return inner.saved(state);
  }

  @Override
  public S loaded(S now, Value saved) {
    return inner.loaded(now, saved);
  }

  @Override
  public int weightBeyond(S state, S next) {
    return inner.weightBeyond(state, next);
  }

  @Override
  public int weightBytes(S state) {
    return inner.weightBytes(state);
  }
}
