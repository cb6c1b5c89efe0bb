package jellybean.system;

import java.util.List;
import java.util.Optional;
import jellybean.actor.Effect;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.BadNameException;
import jellybean.system.SupervisorState.Finish;
import jellybean.system.SupervisorState.Phase;
import jellybean.system.SupervisorState.Stopping;

/** Starting and stopping the instances of a supervisor's templates: a pure policy. */
final class Templates {
  /** Instances of all templates of one supervisor; its table must stay small. */
  static final int MAX_INSTANCES = 400;

  private static final Keyword REASON = Keyword.of("reason");
  private static final Keyword ACTOR = Keyword.of("actor");

  private Templates() {}

  /** The smallest number above those that instances have. */
  static long nextId(List<Instance> instances) {
    return instances.stream()
            .map(Instance::id)
            .filter(Int.class::isInstance)
            .mapToLong(id -> ((Int) id).value())
            .max()
            .orElse(-1)
        + 1;
  }

  /** What cannot be carried out is refused, and nothing changes. */
  static void carryOut(Turn turn, TemplateOrder order, Value data) {
    try {
      switch (order.kind()) {
        case START -> {
          var unused = start(turn, order.template(), data);
        }
        case STOP -> stop(turn, order.template(), data);
      }
    } catch (BadParamsException | BadNameException | ProtocolException e) {
      turn.add(
          new Effect.Refuse(
              Supervisor.REFUSED, Errors.of("cannot " + order + ": " + e.getMessage())));
    }
  }

  /** The body of a new instance, which will be started in its turn. */
  static Address start(Turn turn, String template, Value data) {
    TemplateDef def = template(turn, template);
    if (turn.stopping.flatMap(Stopping::finish).map(Finish::reason).isPresent()) {
      throw new ProtocolException(turn.context.self() + " is ending");
    }
    long number = turn.nextIds.getOrDefault(template, 0L);
    Instance instance =
        new Instance(
            given(data, Protocol.INSTANCE).orElse(Int.of(number)),
            Fields.mapOf(given(data, Protocol.WITH).orElse(EdnMap.EMPTY), "params"));
    Address body = turn.context.self().child(template).child(instance.segment());
    add(turn, def, instance);
    turn.set(body, Phase.PLANNED);
    Starts.publish(turn);
    return body;
  }

  /**
   * One more instance, which is not in force yet.
   *
   * @throws ProtocolException there is no room for it, or no such template
   * @throws BadParamsException the template cannot be filled with its params
   */
  static void add(Turn turn, String template, Instance instance) {
    add(turn, template(turn, template), instance);
  }

  private static void add(Turn turn, TemplateDef def, Instance instance) {
    Address body = turn.context.self().child(def.name()).child(instance.segment());
    requireRoom(turn, body);
    SupervisorDef made = def.make().apply(instance.with());
    turn.addInstance(made.name(), instance);
    int bytes = EdnPrinter.toBytes(Starts.table(turn)).length;
    if (bytes > Table.MAX_BYTES - body.path().length() - Table.PLACE_BYTES) {
      turn.removeInstance(turn.body(body).orElseThrow(), instance);
      throw new ProtocolException(
          "expected a table of at most " + Table.MAX_BYTES + " bytes, found " + bytes);
    }
    turn.gone = Ended.minus(turn.gone, body);
    number(turn, def.name(), instance);
  }

  /** No number is given again. */
  private static void number(Turn turn, String template, Instance instance) {
    if (instance.id() instanceof Int n) {
      turn.nextIds.merge(template, n.value() + 1, Math::max);
    }
  }

  /** An instance is gone for good, and shall be known to be. */
  static void remember(Turn turn, String template, Instance instance, Address body) {
    number(turn, template, instance);
    if (!(instance.id() instanceof Int)) {
      turn.gone = Ended.plus(turn.gone, body);
    }
  }

  private static TemplateDef template(Turn turn, String name) {
    return turn.def.children().stream()
        .filter(TemplateDef.class::isInstance)
        .map(TemplateDef.class::cast)
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new ProtocolException("expected a template of " + turn.context.self()));
  }

  private static void requireRoom(Turn turn, Address body) {
    if (turn.body(body).isPresent()) {
      throw new ProtocolException("expected no " + body + ", found one that was started before");
    }
    int count = turn.instances.values().stream().mapToInt(List::size).sum();
    if (count >= MAX_INSTANCES) {
      throw new ProtocolException(
          "expected at most " + MAX_INSTANCES + " instances, found " + count);
    }
  }

  /** The instance that is named, else the one that was started last. */
  private static void stop(Turn turn, String template, Value data) {
    template(turn, template);
    List<Instance> all = turn.instances.getOrDefault(template, List.of());
    Optional<Value> named = given(data, Protocol.INSTANCE);
    Instance instance =
        all.reversed().stream()
            .filter(i -> named.isEmpty() || named.get().equals(i.id()))
            .findFirst()
            .orElseThrow(
                () ->
                    new ProtocolException(
                        named.isPresent()
                            ? "there is no instance " + named.get()
                            : "there is no instance"));
    Address body = turn.context.self().child(template).child(instance.segment());
    Stops.stop(turn, java.util.Set.of(body), java.util.Set.of(), 0);
  }

  private static Optional<Value> given(Value data, Keyword key) {
    return data instanceof EdnMap map ? map.find(key).filter(v -> v != Nil.NIL) : Optional.empty();
  }

  /** The bus hears {@code :t/started}, {@code :t/crashed} or {@code :t/stopped} of an instance. */
  static void hear(Turn turn, Body body, String what, EdnMap more) {
    turn.instance(body)
        .ifPresent(
            instance ->
                turn.add(
                    new Effect.Hear(
                        Keyword.of(body.def().name(), what),
                        EdnMap.of(Protocol.INSTANCE, instance.id())
                            .with(ACTOR, new jellybean.edn.Text(body.address().path()))
                            .merge(more),
                        instance.id())));
  }

  /** An instance is gone for good. */
  static void ended(Turn turn, Body body, Value reason) {
    Optional<Instance> instance = turn.instance(body);
    if (instance.isPresent()) {
      hear(turn, body, "stopped", EdnMap.of(REASON, reason));
      turn.removeInstance(body, instance.get());
      remember(turn, body.def().name(), instance.get(), body.address());
      Starts.publish(turn);
    }
  }
}
