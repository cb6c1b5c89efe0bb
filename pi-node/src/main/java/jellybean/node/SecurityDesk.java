package jellybean.node;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.net.BadIdentityException;
import jellybean.net.FleetSecurity;
import jellybean.net.FleetSecurityException;

/**
 * Carries out what an operator changes of the fleet's security, by order of a gate: {@code :deny}
 * with a signed list, {@code :rotate-keys}, {@code :reload} of this node's certificate. A behaviour
 * at {@code /sys/<node>/security}.
 */
final class SecurityDesk implements Behaviour<SecurityDesk.State> {
  /** Orders under way; each has a worker. */
  static final int MAX_ORDERS = 4;

  /** The longest order is a rotation whose every round takes as long as it may. */
  static final long ORDER_WITHIN_MS = 120_000;

  private static final NumberedName DONE = new NumberedName("done");

  private final NodeId self;
  private final FleetSecurity security;
  private final Runnable reload;

  /**
   * Who waits for which order.
   *
   * @param next number of an order
   */
  record State(long next, SortedMap<Long, ReplyTo> open) {
    State {
      open = Collections.unmodifiableSortedMap(open);
    }
  }

  /**
   * @param reload reads the node's certificate again; throws {@link BadIdentityException}
   */
  SecurityDesk(NodeId self, FleetSecurity security, Runnable reload) {
    this.self = self;
    this.security = security;
    this.reload = reload;
  }

  @Override
  public State initial() {
    return new State(0, new TreeMap<>());
  }

  @Override
  public Value show(State state) {
    return EdnMap.of(Keyword.of("orders"), Int.of(state.open().size()));
  }

  @Override
  public Step<State> handle(State state, Delivery delivery) {
    Optional<Long> done = DONE.number(delivery.name());
    if (done.isPresent()) {
      return done(state, done.get(), delivery.data());
    }
    Optional<ReplyTo> replyTo = delivery.info().replyTo();
    if (replyTo.isEmpty()) {
      return Step.of(state);
    }
    if (state.open().size() >= MAX_ORDERS) {
      return answer(
          state,
          replyTo.get(),
          ShellProtocol.error(
              "too many orders under way at " + self + ": expected at most " + MAX_ORDERS));
    }
    return order(state, replyTo.get(), delivery.name(), delivery.data());
  }

  private Step<State> order(State state, ReplyTo replyTo, Keyword name, Value data) {
    if (name.equals(ShellProtocol.DENY)) {
      return work(state, replyTo, () -> wait(security.deny(data)));
    }
    if (name.equals(ShellProtocol.ROTATE_KEYS)) {
      return work(state, replyTo, () -> wait(security.rotateKeys()));
    }
    if (name.equals(ShellProtocol.RELOAD)) {
      return work(state, replyTo, this::reload);
    }
    return answer(
        state,
        replyTo,
        ShellProtocol.error("unknown order " + name + " to " + ShellProtocol.security(self)));
  }

  private static Step<State> work(State state, ReplyTo replyTo, Supplier<Value> job) {
    TreeMap<Long, ReplyTo> open = new TreeMap<>(state.open());
    open.put(state.next(), replyTo);
    return Step.of(
        new State(state.next() + 1, open),
        new Effect.Work(
            job, DONE.name(state.next()), ORDER_WITHIN_MS, Effect.Work.INTERRUPTED_ONLY));
  }

  private static Value wait(CompletableFuture<EdnMap> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof FleetSecurityException refused) {
        return ShellProtocol.error(String.valueOf(refused.getMessage()));
      }
      throw e;
    }
  }

  private Value reload() {
    try {
      reload.run();
      return security.facts().with(Keyword.of("reloaded"), Bool.TRUE);
    } catch (BadIdentityException e) {
      return ShellProtocol.error(String.valueOf(e.getMessage()));
    }
  }

  private static Step<State> done(State state, long number, Value result) {
    TreeMap<Long, ReplyTo> open = new TreeMap<>(state.open());
    ReplyTo replyTo = open.remove(number);
    State next = new State(state.next(), open);
    return replyTo == null ? Step.of(state) : answer(next, replyTo, result);
  }

  private static Step<State> answer(State state, ReplyTo replyTo, Value value) {
    return Step.of(state, new Effect.Answer(replyTo, value));
  }
}
