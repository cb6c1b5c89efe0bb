package jellybean.rehearsal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import jellybean.actor.ActorLimits;
import jellybean.actor.ActorSpec;
import jellybean.actor.ActorView;
import jellybean.actor.Actors;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.LoopView;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.system.Bundle;
import jellybean.system.Documents;
import jellybean.system.Host;
import jellybean.system.MemberList;
import jellybean.system.Protocol;
import jellybean.system.SupervisorDef;

/** One node without a network, a system on it, and a clock that somebody else turns. */
final class Stage {
  /** Turns of the loop without time passing; a program that needs more does not end. */
  static final int MAX_TURNS = 100_000;

  private static final NodeId SELF = new NodeId("stage");
  private static final Address OUTSIDE = Address.of("sys", "stage", "rehearsal");
  private static final Keyword LOOK = Keyword.of("look");
  private static final Keyword SEEN = Keyword.of("seen");
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword TO = Keyword.of("to");
  private static final Keyword DATA = Keyword.of("data");

  private final VirtualTime time = new VirtualTime();
  private final Tap.Records records = new Tap.Records();
  private final Actors actors;
  private final SplittableRandom random;
  private long sent;
  private long probes;

  /** It does not come to rest. */
  static final class RestlessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RestlessException(String message) {
      super(message);
    }
  }

  Stage(SupervisorDef system, long seed) {
    random = new SplittableRandom(seed);
    actors =
        new Actors(
            SELF,
            1,
            time,
            time,
            random::nextLong,
            (to, envelope) -> {},
            _ -> Optional.empty(),
            new Memory(),
            1,
            ActorLimits.DEFAULT);
    actors.observeRoutes(router -> new Tap(router, records));
    Host.Compiler compiler = (_, _) -> system.alone();
    Host host = new Host(SELF, _ -> new StandIn(), compiler, true, TreeMap::new);
    actors.start(ActorSpec.part(Protocol.host(SELF), host));
    actors.start(ActorSpec.part(Protocol.documents(SELF), new Documents(SELF, compiler, 0, false)));
    TreeMap<NodeId, Long> members = new TreeMap<>();
    members.put(SELF, 1L);
    send(Protocol.host(SELF), Protocol.MEMBERS, MemberList.toValue(members));
    send(Protocol.documents(SELF), Protocol.MEMBERS, MemberList.toValue(members));
    send(
        Protocol.documents(SELF),
        Protocol.DEPLOY,
        EdnMap.of(
            NAME,
            new Text(system.name()),
            Keyword.of("bundle"),
            Bundle.of("system.edn", "{}").toValue(),
            Keyword.of("with"),
            EdnMap.EMPTY));
    settle();
  }

  Tap.Records records() {
    return records;
  }

  long nowMs() {
    return time.monotonicMs();
  }

  private void send(Address to, Keyword name, Value data) {
    MessageId id = new MessageId(SELF, 1, -(++sent));
    actors.deliver(Envelope.message(OUTSIDE, to, id, name, data, time.wallMs(), random.nextLong()));
  }

  /** A message into a cluster from above, or to one of its actors; then all that follows. */
  void bring(Address to, Keyword name, Value data) {
    if (isCluster(to)) {
      send(to, name, data);
    } else {
      records.received(to, name, data);
      Address cluster = to.parent().filter(up -> !up.isRoot()).orElse(to);
      while (!isCluster(cluster) && cluster.segments().size() > 1) {
        cluster = cluster.parent().orElse(to);
      }
      send(cluster, Protocol.SEND, EdnMap.of(TO, new Text(to.path()), NAME, name, DATA, data));
    }
    settle();
  }

  private boolean isCluster(Address address) {
    return view(address)
        .filter(v -> v.kind().equals("system") || v.kind().equals("supervisor"))
        .isPresent();
  }

  /** A device says something; then all that follows. */
  void say(Address device, Keyword name, Value data) {
    send(device, StandIn.SAY, EdnVector.of(name, data));
    settle();
  }

  /** The same as a question. */
  void ask(Address device, Keyword name, Value data) {
    send(device, StandIn.ASK, EdnVector.of(name, data));
    settle();
  }

  /** Time passes, and all happens that is due. */
  void advance(long ms) {
    long untilMs = time.monotonicMs() + ms;
    int moments = 0;
    while (time.next(untilMs)) {
      settle();
      if (++moments > MAX_TURNS) {
        throw new RestlessException(
            "more than " + MAX_TURNS + " timers run out within " + ms + " ms");
      }
    }
  }

  /** Lets all happen that needs no time. */
  private void settle() {
    int turns = 0;
    while (actors.loop(0).turn()) {
      if (++turns > MAX_TURNS || records.isFull()) {
        throw new RestlessException("it does not come to rest: messages go round and round");
      }
    }
  }

  // ---- looking

  Optional<ActorView> view(Address address) {
    return look(loop -> loop.actor(address));
  }

  /** The last parts of the addresses directly below one, in their order. */
  List<String> children(Address of) {
    List<String> names = new ArrayList<>();
    int depth = of.segments().size();
    look(LoopView::actors).stream()
        .map(ActorView::address)
        .filter(a -> of.contains(a) && a.segments().size() > depth)
        .map(a -> a.segments().get(depth))
        .filter(name -> !(of.isRoot() && name.equals("sys")))
        .distinct()
        .forEach(names::add);
    return names;
  }

  /** Of all actors of the system. */
  List<Address> addresses() {
    return look(LoopView::actors).stream()
        .map(ActorView::address)
        .filter(a -> !Address.of("sys").contains(a))
        .toList();
  }

  List<EdnMap> deadLetters() {
    return look(LoopView::deadLetters);
  }

  /** Asks the loop between two turns. */
  private <T> T look(Function<LoopView, T> question) {
    AtomicReference<Optional<T>> answer = new AtomicReference<>(Optional.empty());
    Address probe = Address.of("sys", "stage", "probe-" + probes++);
    actors.start(ActorSpec.of(probe, "part", new Probe<>(question, answer)));
    settle();
    return answer.get().orElseThrow();
  }

  /** Asks once, and is gone. */
  private record Probe<T>(Function<LoopView, T> question, AtomicReference<Optional<T>> answer)
      implements Behaviour<Value> {
    @Override
    public Value initial() {
      return Nil.NIL;
    }

    @Override
    public Step<Value> started(Value state, jellybean.actor.Info info) {
      return Step.of(
          state,
          new Effect.Inspect(
              loop -> {
                answer.set(Optional.of(question.apply(loop)));
                return Nil.NIL;
              },
              SEEN));
    }

    @Override
    public Step<Value> handle(Value state, Delivery delivery) {
      return Step.of(state, new Effect.Stop(LOOK));
    }

    @Override
    public Value show(Value state) {
      return state;
    }
  }
}
