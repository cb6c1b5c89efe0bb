package jellybean.system;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Signals;
import jellybean.actor.Step;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.Via;

/**
 * A supervisor {@code /s} with a host that does what it is told at once, and writes it down: {@code
 * start a}, {@code restart a}, {@code stop a} (told to end), {@code kill a}, and how the supervisor
 * itself ends.
 */
final class Supervised {
  private static final NodeId NODE = new NodeId("n");
  private static final Address SELF = Address.of("s");
  private static final Address HOST = Protocol.host(NODE);

  private record Message(long atMs, long order, Address from, Keyword name, Value data) {}

  private final Supervisor supervisor;
  private SupervisorState state;
  private final Deque<Message> now = new ArrayDeque<>();
  private final PriorityQueue<Message> later =
      new PriorityQueue<>(
          java.util.Comparator.comparingLong(Message::atMs).thenComparingLong(Message::order));
  private final List<String> log = new ArrayList<>();
  private final Set<String> failing = new HashSet<>();
  private final Set<String> stubborn = new HashSet<>();
  private long nowMs;
  private long messages;
  private boolean ended;

  /** What it was last told to end, which may be said again. */
  private String told = "";

  private Supervised(SupervisorDef def, Optional<Address> parent) {
    TreeMap<NodeId, Life> members = new TreeMap<>();
    members.put(NODE, Life.of(1));
    supervisor =
        new Supervisor(
            new SupervisorContext(
                SELF,
                NODE,
                "s",
                new Stamp(1, NODE),
                new Stamp(1, NODE),
                false,
                parent,
                Optional.empty(),
                Optional.empty(),
                members,
                TreeMap::new),
            def);
    state = supervisor.initial();
  }

  /** A supervisor {@code s} of actors that handle {@code :shutdown}. */
  static String document(String keys, String... children) {
    String actors =
        Stream.of(children)
            .map(c -> "{:actor " + c + " :on {:shutdown (fn [s d] nil) :x (fn [s d] nil)}}")
            .collect(Collectors.joining("\n"));
    return "{:supervisor s " + keys + " :children [" + actors + "]}";
  }

  /** Not started yet. */
  static Supervised of(String document) {
    return new Supervised(Definitions.definition(document), Optional.of(Address.of("parent")));
  }

  static Supervised started(String document) {
    return of(document).start();
  }

  static Supervised started(Bundle bundle) {
    return new Supervised(Definitions.definition(bundle), Optional.of(Address.of("parent")))
        .start();
  }

  Supervised start() {
    carryOut(supervisor.started(state, info(HOST)));
    run();
    return this;
  }

  /** What happened since it was last asked. */
  String takeLog() {
    String all = String.join(", ", log);
    log.clear();
    return all;
  }

  // ---- what the world does

  void failStartsOf(String child) {
    failing.add(child);
  }

  void letStart(String child) {
    failing.remove(child);
  }

  /** Does not end when it is told to, only when it is killed. */
  void ignoresShutdown(String child) {
    stubborn.add(child);
  }

  Supervised crash(String child) {
    say(child, Signals.CRASHED, actor(child).with(Keyword.of("error"), Keyword.of("oops")));
    return this;
  }

  Supervised stops(String child, String reason) {
    say(child, Signals.STOPPED, actor(child).with(Protocol.REASON, Keyword.of(reason)));
    return this;
  }

  /** What came from outside while the message before was not handled yet. */
  void crashTogether(String... children) {
    for (String child : children) {
      EdnMap data = actor(child).with(Keyword.of("error"), Keyword.of("oops"));
      now.add(message(nowMs, address(child), Signals.CRASHED, data));
    }
    run();
  }

  Supervised send(String name, Value data) {
    now.add(message(nowMs, Address.of("elsewhere"), Keyword.of(name), data));
    run();
    return this;
  }

  /** A host says that only its own board is there. */
  Supervised hearsThatOnlyThisOneIsThere(String board) {
    TreeMap<NodeId, Long> alone = new TreeMap<>();
    alone.put(new NodeId(board), 1L);
    Address host = Protocol.host(new NodeId(board));
    now.add(message(nowMs, host, Protocol.MEMBERS, MemberList.toValue(alone)));
    run();
    return this;
  }

  Supervised tellToEnd() {
    EdnMap order =
        EdnMap.of(
            Protocol.TO, new Text("/parent"),
            Protocol.NODE, new Text(NODE.value()),
            Protocol.KEEP, Bool.FALSE);
    now.add(message(nowMs, Address.of("parent"), Signals.SHUTDOWN, order));
    run();
    return this;
  }

  Supervised pass(long ms) {
    long end = nowMs + ms;
    while (!later.isEmpty() && later.peek().atMs() <= end) {
      Message due = later.poll();
      nowMs = due.atMs();
      now.add(due);
      run();
    }
    nowMs = end;
    return this;
  }

  private void say(String child, Keyword name, Value data) {
    now.add(message(nowMs, address(child), name, data));
    run();
  }

  // ---- how it is carried out

  private void run() {
    while (!now.isEmpty()) {
      Message message = now.poll();
      if (!ended) {
        carryOut(
            supervisor.handle(
                state, new Delivery(message.name(), message.data(), info(message.from()))));
      }
    }
  }

  private void carryOut(Step<SupervisorState> step) {
    state = step.state();
    step.effects().forEach(this::carryOut);
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Send send when send.to().equals(HOST) -> order(send.name(), (EdnMap) send.data());
      case Effect.Send send -> log.add("tell " + send.to() + " " + send.name());
      case Effect.After after ->
          later.add(message(nowMs + after.delayMs(), SELF, after.name(), after.data()));
      case Effect.Stop stop -> {
        ended = true;
        log.add("end " + (stop.reason() instanceof Keyword k ? k : "gave up"));
      }
      case Effect.Hear hear -> log.add("hear " + hear.name() + " " + hear.instance());
      case Effect.Refuse refuse -> log.add("refuse " + refuse.error());
      default -> throw new AssertionError(effect);
    }
  }

  private void order(Keyword name, EdnMap order) {
    if (name.equals(Protocol.TABLE)) {
      EdnMap held =
          EdnMap.of(
              Protocol.NODE,
              new Text(NODE.value()),
              Protocol.VERSION,
              order.get(Protocol.VERSION, Nil.NIL),
              Protocol.MISSING,
              EdnVector.EMPTY);
      now.add(message(nowMs, HOST, Protocol.HELD, held));
      return;
    }
    String child = ((Text) order.get(Protocol.ACTOR, Nil.NIL)).value().substring("/s/".length());
    if (name.equals(Protocol.STOP)) {
      stop(child, order.get(Protocol.KILL, Nil.NIL) == Bool.TRUE);
    } else {
      told = "";
      log.add((name.equals(Protocol.START) ? "start " : "restart ") + child);
      EdnMap data = actor(child).with(Protocol.NODE, new Text(NODE.value()));
      now.add(
          failing.contains(child)
              ? message(
                  nowMs,
                  HOST,
                  Protocol.START_FAILED,
                  data.with(Protocol.REASON, Keyword.of("broken")))
              : message(nowMs, address(child), Signals.STARTED, data));
    }
  }

  private void stop(String child, boolean kill) {
    String order = (kill ? "kill " : "stop ") + child;
    if (!order.equals(told)) {
      log.add(order);
    }
    told = order;
    if (kill || !stubborn.contains(child)) {
      EdnMap done = actor(child).with(Protocol.NODE, new Text(NODE.value()));
      now.add(message(nowMs, HOST, Protocol.ENDED, done));
    }
  }

  private Message message(long atMs, Address from, Keyword name, Value data) {
    return new Message(atMs, messages++, from, name, data);
  }

  private static Address address(String child) {
    return new Address("/s/" + child);
  }

  private static EdnMap actor(String child) {
    return EdnMap.of(Protocol.ACTOR, new Text(address(child).path()));
  }

  private Info info(Address from) {
    return new Info(
        SELF, from, new MessageId(NODE, 1, messages), nowMs, messages, Optional.empty(), Via.NONE);
  }
}
