package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Sequential;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;
import jellybean.message.ReplyTo;
import jellybean.system.Ordered.Waiting;
import jellybean.system.SupervisorState.Phase;

/**
 * What an operator orders of the children of a supervisor: OTP's {@code start_child}, {@code
 * terminate_child} and {@code restart_child} (see {@code docs/supervision.md}). A pure policy.
 *
 * <p>{@code {:order :start :actor "/a/t" :instance id :with {…}}} starts an instance of a template,
 * or a child that was stopped; {@code {:order :stop :actor "/a/b"}} ends a child, which stays
 * stopped, or an instance, which is forgotten; {@code {:order :restart :actor "/a/b"}} ends it and
 * starts it again, which is no restart that counts; {@code {:order :move :actor "/a/b" :member
 * "n"}} lets it live there from now on, see {@link Relocating}; with {@code :abandon true} and
 * perhaps without a member it gives up a move, see {@link Abandoning}.
 */
final class Orders {
  private static final Keyword START = Keyword.of("start");
  private static final Keyword STOP = Keyword.of("stop");
  private static final Keyword MOVE = Keyword.of("move");
  private static final Keyword RESTART = Keyword.of("restart");
  private static final Keyword WHAT = Keyword.of("order");
  private static final Keyword DONE = Keyword.of("done");
  private static final Keyword STOPPED = Keyword.of("stopped");
  private static final Keyword STATE = Keyword.of("state");
  private static final Keyword NEXT_IDS = Keyword.of("next-ids");

  private Orders() {}

  /** Carries an order out; what cannot be carried out is answered by an error. */
  static void carryOut(Turn turn, EdnMap order, Info info) {
    try {
      Keyword what = Fields.keywordAt(order, WHAT);
      Address target = Fields.addressAt(order, Protocol.ACTOR);
      if (turn.stopping.flatMap(SupervisorState.Stopping::finish).isPresent()) {
        throw new ProtocolException(turn.context.self() + " is ending");
      }
      if (turn.ordered.waiting().size() >= Ordered.MAX_WAITING) {
        throw new ProtocolException("too many orders under way at " + turn.context.self());
      }
      if (what.equals(START)) {
        start(turn, target, order, info);
      } else if (what.equals(STOP)) {
        stop(turn, target, info);
      } else if (what.equals(RESTART)) {
        restart(turn, target, info);
      } else if (what.equals(MOVE)) {
        move(turn, target, order, info);
      } else {
        throw new ProtocolException("expected :start, :stop, :restart or :move, found " + what);
      }
    } catch (ProtocolException | BadParamsException | BadNameException e) {
      answer(turn, info.replyTo(), Errors.of(e));
    }
  }

  private static void move(Turn turn, Address target, EdnMap order, Info info) {
    if (order.get(Protocol.ABANDON, Bool.FALSE) == Bool.TRUE) {
      Abandoning.order(turn, target, order, info);
    } else {
      Relocating.order(turn, target, order, info);
    }
  }

  // ---- start

  private static void start(Turn turn, Address target, EdnMap order, Info info) {
    Optional<String> template = template(turn, target);
    if (template.isPresent()) {
      Address body = Templates.start(turn, template.get(), order);
      await(turn, body, true, info);
      Starts.next(turn);
      return;
    }
    List<Address> bodies = bodies(turn, target, "start");
    if (bodies.stream().noneMatch(body -> turn.phase(body) == Phase.STOPPED)) {
      throw new ProtocolException(
          "cannot start "
              + target
              + ": expected a template, or a child that is stopped, found one that is "
              + turn.phase(bodies.getFirst()).keyword().name());
    }
    again(turn, bodies, info);
  }

  private static void again(Turn turn, List<Address> bodies, Info info) {
    for (Address body : bodies) {
      turn.ordered = turn.ordered.started(body);
      if (turn.phase(body) == Phase.STOPPED) {
        turn.set(body, Phase.PLANNED);
      }
    }
    await(turn, bodies.getLast(), true, info);
    Starts.publish(turn);
    Starts.next(turn);
  }

  // ---- stop and restart

  private static void stop(Turn turn, Address target, Info info) {
    List<Address> bodies = bodies(turn, target, "stop");
    boolean isInstance = turn.body(bodies.getFirst()).flatMap(turn::instance).isPresent();
    if (!isInstance) {
      bodies.forEach(body -> turn.ordered = turn.ordered.stopped(body));
    }
    await(turn, bodies.getFirst(), false, info);
    Stops.stop(turn, Set.copyOf(bodies), Set.of(), 0);
    if (!isInstance) {
      Starts.publish(turn); // So that the next home knows that it is stopped.
    }
  }

  private static void restart(Turn turn, Address target, Info info) {
    List<Address> bodies = bodies(turn, target, "restart");
    if (bodies.stream().allMatch(body -> turn.phase(body) == Phase.STOPPED)) {
      again(turn, bodies, info);
      return;
    }
    boolean isAnyStopped = bodies.stream().anyMatch(turn.ordered.stopped()::contains);
    bodies.forEach(body -> turn.ordered = turn.ordered.started(body));
    if (isAnyStopped) {
      Starts.publish(turn);
    }
    await(turn, bodies.getLast(), true, info);
    Stops.stop(turn, Set.copyOf(bodies), Set.copyOf(bodies), 0);
  }

  // ---- who is meant

  private static Optional<String> template(Turn turn, Address target) {
    return turn.def.children().stream()
        .filter(TemplateDef.class::isInstance)
        .map(ChildDef::name)
        .filter(name -> turn.context.self().child(name).equals(target))
        .findFirst();
  }

  /** A child with all its replicas, or an instance. */
  private static List<Address> bodies(Turn turn, Address target, String verb) {
    List<Address> bodies = new ArrayList<>();
    for (Body body : turn.bodies()) {
      Address child = turn.context.self().child(body.def().name());
      boolean isInstance = body.def() instanceof TemplateDef;
      if (body.address().equals(target) || !isInstance && child.equals(target)) {
        bodies.add(body.address());
      }
    }
    boolean isReplica =
        bodies.size() == 1
            && turn.body(target)
                .filter(b -> b.def() instanceof ActorDef actor && actor.isReplicated())
                .isPresent();
    if (bodies.isEmpty() || isReplica) {
      throw new ProtocolException(
          "cannot "
              + verb
              + " "
              + target
              + ": expected a child of "
              + turn.context.self()
              + " with all its replicas, or an instance of a template, found "
              + (isReplica ? "one replica" : "nobody of that address"));
    }
    return bodies;
  }

  // ---- answers

  private static void await(Turn turn, Address body, boolean runs, Info info) {
    Optional.ofNullable(turn.ordered.waiting().get(body))
        .ifPresent(
            before ->
                answer(
                    turn,
                    Optional.of(before.asker()),
                    Errors.of("another order for " + body + " came after this one")));
    turn.ordered = turn.ordered.answered(body);
    info.replyTo()
        .ifPresent(asker -> turn.ordered = turn.ordered.awaiting(body, new Waiting(asker, runs)));
  }

  /** After each step: whoever waits for what has come to be is told. */
  static void settle(Turn turn) {
    if (turn.ordered.waiting().isEmpty()) {
      return;
    }
    for (Map.Entry<Address, Waiting> each : turn.ordered.waiting().entrySet()) {
      Address body = each.getKey();
      Phase phase = turn.phase(body);
      boolean isBeingStopped = turn.stopping.filter(s -> s.left().contains(body)).isPresent();
      if (phase == Phase.UNPLACED) {
        refuseUnplaced(turn, body, each.getValue());
        continue;
      }
      boolean isThere = each.getValue().runs() ? phase == Phase.RUNNING : phase == Phase.STOPPED;
      if (isThere && !isBeingStopped) {
        turn.ordered = turn.ordered.answered(body);
        answer(
            turn,
            Optional.of(each.getValue().asker()),
            EdnMap.of(
                DONE,
                phase == Phase.RUNNING ? START : STOP,
                Protocol.ACTOR,
                new Text(body.path()),
                Protocol.NODE,
                new Text(turn.placeOf(body).value())));
      }
    }
  }

  private static void refuseUnplaced(Turn turn, Address body, Waiting waiting) {
    turn.ordered = turn.ordered.answered(body);
    turn.body(body)
        .ifPresent(
            b -> answer(turn, Optional.of(waiting.asker()), Errors.of(Starts.whyUnplaced(b))));
  }

  private static void answer(Turn turn, Optional<ReplyTo> asker, Value value) {
    asker.ifPresent(to -> turn.add(new Effect.Answer(to, value)));
  }

  // ---- what is saved of a supervisor

  /** {@code {:instances {"t" [{:id :with} …]} :next-ids {"t" n} :stopped ["/a/b" …]}}. */
  static EdnMap saved(SupervisorState state) {
    EdnMap instances = EdnMap.EMPTY;
    EdnMap nextIds = EdnMap.EMPTY;
    for (var template : state.instances().entrySet()) {
      List<Value> all = template.getValue().stream().map(Instance::toValue).toList();
      instances = instances.with(new Text(template.getKey()), jellybean.edn.EdnVector.of(all));
    }
    for (var template : state.nextIds().entrySet()) {
      nextIds = nextIds.with(new Text(template.getKey()), Int.of(template.getValue()));
    }
    List<Value> stopped =
        state.ordered().stopped().stream().<Value>map(a -> new Text(a.name())).toList();
    return EdnMap.of(
        Protocol.INSTANCES,
        instances,
        NEXT_IDS,
        nextIds,
        STOPPED,
        jellybean.edn.EdnVector.of(stopped));
  }

  /** Starts what {@link #saved} tells of, in a supervisor that has just started. */
  static void resume(Turn turn, EdnMap saved, Info info) {
    try {
      for (var template :
          new TreeMap<>(byName(Fields.mapAt(saved, Protocol.INSTANCES))).entrySet()) {
        resume(turn, template.getKey(), template.getValue());
      }
      byName(Fields.mapAt(saved, NEXT_IDS))
          .forEach(
              (template, next) ->
                  turn.nextIds.merge(template, next instanceof Int n ? n.value() : 0L, Math::max));
      if (Fields.at(saved, STOPPED) instanceof Sequential names) {
        names.forEach(name -> stopAgain(turn, Fields.text(name, "name of a child")));
      }
      Starts.next(turn);
      answer(turn, info.replyTo(), EdnMap.of(DONE, Keyword.of("resume")));
    } catch (ProtocolException | BadParamsException | BadNameException e) {
      answer(turn, info.replyTo(), Errors.of("cannot load: " + e.getMessage()));
    }
  }

  private static Map<String, Value> byName(EdnMap map) {
    TreeMap<String, Value> byName = new TreeMap<>();
    map.forEach((name, value) -> byName.put(Fields.text(name, "name"), value));
    return byName;
  }

  private static void resume(Turn turn, String template, Value instances) {
    if (!(instances instanceof Sequential all)) {
      throw new ProtocolException(
          "expected a vector of instances, found " + Fields.brief(instances));
    }
    for (Value each : all) {
      Instance instance = Instance.fromValue(each);
      EdnMap order = EdnMap.of(Protocol.INSTANCE, instance.id(), Protocol.WITH, instance.with());
      Templates.start(turn, template, order);
    }
  }

  private static void stopAgain(Turn turn, String name) {
    Address target = turn.context.self().child(name);
    List<Address> bodies = bodies(turn, target, "stop");
    bodies.forEach(body -> turn.ordered = turn.ordered.stopped(body));
    Stops.stop(turn, Set.copyOf(bodies), Set.of(), 0);
  }

  // ---- what is not running

  /** A row for each body that no node can show, because nothing of it runs. */
  static List<Value> away(Iterable<Body> bodies, SupervisorState state) {
    List<Value> rows = new ArrayList<>();
    for (Body body : bodies) {
      Phase phase = state.children().getOrDefault(body.address(), Phase.STOPPED);
      if (phase.isAway()) {
        Value member =
            Optional.ofNullable(state.places().get(body.address()))
                .<Value>map(node -> new Text(node.value()))
                .orElse(Nil.NIL);
        EdnMap row =
            EdnMap.of(
                Keyword.of("address"),
                new Text(body.address().path()),
                Keyword.of("kind"),
                Keyword.of(kind(body.def())),
                Keyword.of("member"),
                member,
                Keyword.of("status"),
                phase.keyword());
        boolean isUnplaced = phase == Phase.UNPLACED;
        rows.add(isUnplaced ? row.with(STATE, new Text(Starts.whyUnplaced(body))) : row);
      }
    }
    return rows;
  }

  private static String kind(ChildDef def) {
    return switch (def) {
      case ActorDef _ -> "actor";
      case DeviceDef _ -> "device";
      case SupervisorDef _, TemplateDef _ -> "supervisor";
    };
  }
}
