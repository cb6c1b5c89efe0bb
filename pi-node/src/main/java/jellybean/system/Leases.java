package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Step;
import jellybean.cluster.majority.Ignored;
import jellybean.cluster.majority.LeaseTiming;
import jellybean.cluster.majority.Majority;
import jellybean.cluster.majority.MessageCodec;
import jellybean.cluster.majority.Moment;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;

/**
 * Plays a node's part in the homes of systems that run only in the majority, and pauses what of
 * them has no leave to run here: a behaviour at {@code /sys/<node>/homes} around {@link Majority}.
 *
 * <p>It alone says until when such a system may run. Its documents come to the host through it, so
 * that no actor of a system is there before the system is paused. The host of a home says who may
 * run bodies ({@link Attendance}).
 *
 * <p>It is pure but for the clock, which has to be that of the loops.
 */
public final class Leases implements Behaviour<LeasesState> {
  private static final int HOMES_SEGMENTS = 3;

  private final NodeId self;
  private final long life;
  private final LeaseTiming timing;
  private final LongSupplier monotonicMs;

  /** What {@link #measures} tells of; nothing is decided by it. */
  private volatile LeasesState latest = LeasesState.of(Nil.NIL);

  /**
   * @param life the number of this life of the node, as the others know it
   */
  public Leases(NodeId self, long life, LeaseTiming timing, LongSupplier monotonicMs) {
    this.self = self;
    this.life = life;
    this.timing = timing;
    this.monotonicMs = monotonicMs;
  }

  @Override
  public LeasesState initial() {
    return LeasesState.of(Nil.NIL);
  }

  @Override
  public Value stored(LeasesState state) {
    return state.majority().<Value>map(Majority::stored).orElse(state.kept());
  }

  @Override
  public LeasesState restored(Value kept) {
    return LeasesState.of(kept);
  }

  @Override
  public Value show(LeasesState state) {
    EdnMap systems = EdnMap.EMPTY;
    for (var each : state.systems().entrySet()) {
      systems = systems.with(new Text(each.getKey()), shown(each.getKey(), each.getValue(), state));
    }
    List<Value> paused = paused(state);
    EdnMap named = EdnMap.of(Keyword.of("systems"), systems);
    EdnMap shown = paused.isEmpty() ? named : named.with(Protocol.AWAY, EdnVector.of(paused));
    return state
        .majority()
        .map(
            m ->
                shown
                    .with(Keyword.of("elector"), m.elector().toValue())
                    .with(Keyword.of("electors"), Voters.toValue(state.electors()))
                    .with(Keyword.of("ignored"), m.ignored().toValue()))
        .orElse(shown);
  }

  /** Rows of systems that may not run here, with the reason. */
  private List<Value> paused(LeasesState state) {
    List<Value> rows = new ArrayList<>();
    state
        .systems()
        .forEach(
            (name, system) -> {
              if (system.pause().isAny()) {
                rows.add(
                    EdnMap.of(
                        Keyword.of("address"),
                        new Text(Address.of(name).path()),
                        Keyword.of("kind"),
                        Keyword.of("system"),
                        Keyword.of("member"),
                        new Text(self.value()),
                        Keyword.of("status"),
                        Protocol.PAUSED,
                        Protocol.WHY,
                        new Text(system.pause().why())));
              }
            });
    return rows;
  }

  /** In numbers, for the metrics. Any thread; does not block. */
  public EdnMap measures() {
    LeasesState now = latest;
    return EdnMap.of(
        Protocol.PAUSED,
        Int.of(now.paused()),
        Keyword.of("paused-ms"),
        Int.of(now.pausedMs(monotonicMs.getAsLong())),
        Keyword.of("ignored"),
        now.majority().map(Majority::ignored).orElse(Ignored.NONE).toValue());
  }

  private static Value shown(String name, LeasesState.Leased system, LeasesState state) {
    EdnMap map = EdnMap.of(Protocol.PAUSED, new Text(system.pause().why()));
    String key = system.genesis().key(name);
    EdnMap activated =
        state
            .majority()
            .flatMap(m -> m.activated(key))
            .map(c -> map.with(Keyword.of("activated"), c.toValue()))
            .orElse(map);
    return state
        .majority()
        .flatMap(m -> m.accepted(key))
        .map(c -> activated.with(Keyword.of("accepted"), c.toValue()))
        .orElse(activated);
  }

  @Override
  public Step<LeasesState> handle(LeasesState state, Delivery delivery) {
    Moment moment = new Moment(monotonicMs.getAsLong(), delivery.info().seed());
    LeasesTurn turn = new LeasesTurn(self, life, timing, state, moment);
    Keyword name = delivery.name();
    Value data = delivery.data();
    if (name.equals(Protocol.MEMBERS)) {
      turn.members(MemberList.fromValue(data));
    } else if (name.equals(Protocol.MAJORITY)) {
      turn.received(node(delivery.info().from()), MessageCodec.fromValue(data));
    } else if (name.equals(Protocol.DEPLOYMENT)) {
      turn.deployment(Deployment.fromValue(data), data);
    } else if (name.equals(Protocol.TICK)) {
      turn.tick(data instanceof Int n ? n.value() : 0);
    } else {
      EdnMap map = Fields.mapOf(data, "message to " + Protocol.homes(self));
      if (name.equals(Protocol.ELECTOR)) {
        turn.voter(node(delivery.info().from()), map);
      } else if (name.equals(Protocol.HOSTING)) {
        turn.hosting(map);
      } else if (name.equals(Protocol.ADMITTED)) {
        turn.admitted(map);
      } else {
        throw new ProtocolException(
            "bad message to " + Protocol.homes(self) + ": expected one of leases, found " + name);
      }
    }
    Step<LeasesState> step = turn.step();
    latest = step.state();
    return step;
  }

  /** Only what keeps homes on another node takes part. */
  private static NodeId node(Address from) {
    Optional<NodeId> node =
        from.segments().size() == HOMES_SEGMENTS
            ? Optional.of(new NodeId(from.segments().get(1)))
            : Optional.empty();
    return node.filter(n -> Protocol.homes(n).equals(from))
        .orElseThrow(
            () ->
                new ProtocolException(
                    "bad message about leases: expected it from /sys/<node>/homes, found " + from));
  }
}
