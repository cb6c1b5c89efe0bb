package jellybean.system;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.actor.ActorSpec;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Syntax;
import jellybean.edn.Value;
import jellybean.lang.Fn;

/** Reads the declaration of an actor. */
final class ActorReader {
  static final int MAX_MAILBOX_MESSAGES = 65_536;

  private static final int ARGS = 2;
  private static final int ARGS_WITH_INFO = 3;

  private final Common common;
  private final Faults faults;

  ActorReader(Common common) {
    this.common = common;
    this.faults = common.faults();
  }

  Draft read(Form form, Scope scope) {
    form.reportOthers("an actor", Keys.OF_ACTOR, faults);
    String name = common.name(form, Keys.ACTOR);
    Map<Keyword, Spot> handled = new LinkedHashMap<>();
    Map<Keyword, Fn> on = on(form, scope, handled);
    Map<Keyword, Spot> says = common.names(form, Keys.SAYS).orElse(Map.of());
    ReplicasReader.Range replicas = ReplicasReader.read(form, scope, faults);
    Map<Keyword, RouteDef> routes = routes(form, scope, handled.keySet());
    ReplicasReader.checkMerge(form, replicas, routes, handled, faults);
    ActorDef def =
        new ActorDef(
            name,
            state(form, scope),
            on,
            says.keySet(),
            replicas.min(),
            replicas.max(),
            routes,
            lattice(form, scope),
            durable(form, replicas),
            migrate(form, scope),
            Meaning.of(form, scope),
            mailbox(form, scope),
            new DeliveryReader(common).read(form, scope, handled.keySet()),
            common.policy(form, scope).over(ChildPolicy.DEFAULT));
    return new Draft.Leaf(name, form.spot(), handled, says, Optional.of(def));
  }

  private boolean durable(Form form, ReplicasReader.Range replicas) {
    Optional<Syntax> durable = form.get(Keys.DURABLE);
    boolean isDurable = durable.flatMap(d -> common.flag(form, d)).orElse(false);
    if (isDurable && replicas.max() > replicas.min()) {
      faults.add(
          form.spot(durable.orElseThrow()),
          "a :durable actor is bound to its board: expected a fixed number of :replicas");
    }
    return isDurable;
  }

  private Optional<Fn> migrate(Form form, Scope scope) {
    Optional<Syntax> migrate = form.get(Keys.MIGRATE);
    Optional<Fn> fn = migrate.flatMap(m -> function(m, scope));
    if (fn.isPresent() && !fn.get().accepts(1)) {
      faults.add(
          form.spot(migrate.orElseThrow()),
          "migrating function "
              + fn.get().name()
              + " takes "
              + fn.get().arity()
              + ": expected [state]");
    }
    return fn;
  }

  private Value state(Form form, Scope scope) {
    return form.get(Keys.STATE)
        .map(state -> scope.params().resolve(state, scope.file(), faults))
        .orElse(Nil.NIL);
  }

  private int mailbox(Form form, Scope scope) {
    return form.get(Keys.MAILBOX)
        .flatMap(m -> common.whole(m, "mailbox bound", scope, 1, MAX_MAILBOX_MESSAGES))
        .map(Math::toIntExact)
        .orElse(ActorSpec.DEFAULT_MAILBOX_MESSAGES);
  }

  private Map<Keyword, Fn> on(Form form, Scope scope, Map<Keyword, Spot> handled) {
    Optional<Syntax> on = form.get(Keys.ON);
    if (on.isEmpty()) {
      common.leaveOut();
      faults.add(form.spot(), "missing :on: expected the names this actor handles");
      return Map.of();
    }
    Map<Keyword, Fn> functions = new LinkedHashMap<>();
    for (Form.Entry entry : entries(form, on.get(), "a map from names to functions under :on")) {
      Optional<Keyword> name = common.keyword(entry.key(), form.file());
      name.ifPresent(n -> handled.put(n, form.spot(entry.key())));
      Optional<Fn> fn = function(entry.value(), scope);
      if (name.isPresent() && fn.isPresent() && behaves(fn.get(), entry.value(), scope)) {
        functions.put(name.get(), fn.get());
      }
    }
    return functions;
  }

  private Iterable<Form.Entry> entries(Form form, Syntax map, String expected) {
    if (map.value() instanceof EdnMap) {
      return Form.entriesOf(map);
    }
    common.leaveOut();
    faults.expected(form.spot(map), expected, map);
    return java.util.List.of();
  }

  private Optional<Fn> function(Syntax syntax, Scope scope) {
    return scope.functions().resolve(syntax, scope.file(), faults);
  }

  private boolean behaves(Fn fn, Syntax syntax, Scope scope) {
    boolean fits = fn.accepts(ARGS) || fn.accepts(ARGS_WITH_INFO);
    if (!fits) {
      faults.add(
          new Spot(scope.file(), syntax.at()),
          "behaviour "
              + fn.name()
              + " takes "
              + fn.arity()
              + ": expected [state data] or [state data info]");
    }
    return fits;
  }

  private Optional<Lattice> lattice(Form form, Scope scope) {
    Optional<Syntax> lattice = form.get(Keys.LATTICE);
    if (lattice.isEmpty()) {
      return Optional.empty();
    }
    Value value = scope.params().resolve(lattice.get(), scope.file(), faults);
    Optional<Lattice> read =
        value instanceof EdnMap map && Keys.OF_LATTICE.containsAll(map.keys())
            ? LatticeReader.read(map)
            : Optional.empty();
    if (read.isEmpty()) {
      faults.add(
          form.spot(lattice.get()),
          "bad lattice: expected {:dims [n …] :wrap false} of at most "
              + Lattice.MAX_DIMS
              + " dimensions and "
              + Lattice.MAX_POINTS
              + " points, found "
              + faults.shown(value));
    }
    if (form.has(Keys.REPLICAS)) {
      faults.add(form.spot(lattice.get()), "a lattice has no :replicas: it has its points");
    }
    return read;
  }

  private Map<Keyword, RouteDef> routes(Form form, Scope scope, Set<Keyword> handled) {
    Map<Keyword, RouteDef> routes = new LinkedHashMap<>();
    Optional<Syntax> route = form.get(Keys.ROUTE);
    if (route.isEmpty()) {
      return routes;
    }
    for (Form.Entry entry : entries(form, route.get(), "a map under :route")) {
      Optional<Keyword> name = common.keyword(entry.key(), form.file());
      if (name.isPresent() && !handled.contains(name.get())) {
        faults.add(
            form.spot(entry.key()),
            "route for " + name.get() + ", which is not in :on" + faults.hint(name.get(), handled));
      }
      Optional<RouteDef> choice = choice(entry.value(), scope);
      name.ifPresent(n -> choice.ifPresent(c -> routes.put(n, c)));
    }
    return routes;
  }

  private Optional<RouteDef> choice(Syntax syntax, Scope scope) {
    if (syntax.value() instanceof Keyword keyword) {
      if (keyword == Keys.ONE) {
        return Optional.of(new RouteDef.One());
      }
      if (keyword == Keys.ALL) {
        return Optional.of(new RouteDef.All());
      }
      faults.expected(
          new Spot(scope.file(), syntax.at()), ":one, :all or a function of the data", syntax);
      return Optional.empty();
    }
    return function(syntax, scope).filter(fn -> routes(fn, syntax, scope)).map(RouteDef.ByKey::new);
  }

  private boolean routes(Fn fn, Syntax syntax, Scope scope) {
    if (!fn.accepts(1)) {
      faults.add(
          new Spot(scope.file(), syntax.at()),
          "routing function " + fn.name() + " takes " + fn.arity() + ": expected [data]");
    }
    return fn.accepts(1);
  }
}
