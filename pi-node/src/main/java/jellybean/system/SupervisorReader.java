package jellybean.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Syntax;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.system.Draft.Cluster;
import jellybean.system.Draft.Forward;
import jellybean.system.Draft.Target;
import jellybean.system.SupervisorDef.Intensity;

/** Reads the declaration of a supervisor with everything below it. */
final class SupervisorReader {
  static final int MAX_RESTARTS = 1_000;
  static final int MAX_DEPTH = Address.MAX_DEPTH - 2;
  static final long MAX_WITHIN_MS = 86_400_000;

  private static final Set<Keyword> INTENSITY_KEYS = Set.of(Keys.MAX, Keys.WITHIN_MS);

  private final Reading reading;
  private final Faults faults;
  private final Common common;
  private final ActorReader actors;
  private final DeviceReader devices;
  private final ForwardReader forwarding;

  SupervisorReader(Reading reading) {
    this.reading = reading;
    this.faults = reading.faults;
    this.common = new Common(reading);
    this.actors = new ActorReader(common);
    this.devices = new DeviceReader(common, reading.devices);
    this.forwarding = new ForwardReader(common);
  }

  /** What the one who embeds a file says about its supervisor. */
  record Embedding(Optional<String> name, Optional<Place> place, Optional<RestartType> restart) {
    static final Embedding NONE =
        new Embedding(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The supervisor of a whole file. */
  Optional<Cluster> readFile(
      String file,
      List<String> usedBy,
      int depth,
      Map<String, Params.Given> given,
      Embedding embedding,
      Spot use) {
    if (usedBy.contains(file)) {
      List<String> circle = new ArrayList<>(usedBy.subList(usedBy.indexOf(file), usedBy.size()));
      circle.add(file);
      faults.add(use, "cyclic :use: " + String.join(" uses ", circle));
      return Optional.empty();
    }
    Optional<Syntax> syntax = reading.sources.find(file, use);
    if (syntax.isEmpty() || !reading.admitFile(file, use)) {
      return Optional.empty();
    }
    Spot at = new Spot(file, syntax.get().at());
    if (!Form.isMap(syntax.get()) || !Form.of(syntax.get(), file).has(Keys.SUPERVISOR)) {
      faults.expected(at, "a map with :supervisor", syntax.get());
      return Optional.empty();
    }
    Form form = Form.of(syntax.get(), file);
    List<String> files = new ArrayList<>(usedBy);
    files.add(file);
    Params params = params(form, given, use);
    Scope scope = new Scope(files, depth, params, Functions.none(params, faults));
    return readSupervisor(form, scope, embedding, true);
  }

  private Params params(Form form, Map<String, Params.Given> given, Spot use) {
    Optional<Syntax> declared = form.get(Keys.PARAMS);
    if (declared.isPresent() && !(declared.get().value() instanceof EdnMap)) {
      faults.expected(
          form.spot(declared.get()), "a map from params to defaults under :params", declared.get());
      return Params.NONE;
    }
    Syntax none = new Syntax(EdnMap.EMPTY, form.syntax().at(), List.of());
    return Params.fill(declared.orElse(none), form.file(), given, use, faults);
  }

  private Optional<Cluster> readSupervisor(
      Form form, Scope scope, Embedding embedding, boolean opensFile) {
    if (form.has(Keys.USE)) {
      return readEmbedded(form, scope, embedding);
    }
    form.reportOthers("a supervisor", Keys.OF_SUPERVISOR, faults);
    if (scope.depth() > MAX_DEPTH) {
      faults.add(form.spot(), "nested too deeply: expected at most " + MAX_DEPTH + " supervisors");
      return Optional.empty();
    }
    if (!opensFile && form.has(Keys.PARAMS)) {
      faults.add(
          form.spot(form.get(Keys.PARAMS).orElseThrow()),
          "only the supervisor of a whole file has :params");
    }
    String declared = common.name(form, Keys.SUPERVISOR);
    String name = embedding.name().orElse(declared);
    reportStrategy(form);
    Scope inner = scope.inside(new FunctionsReader(reading, scope).read(form));
    List<Draft> children = children(form, inner);
    List<Forward> forwards = forwarding.read(form);
    Optional<Map<Keyword, Spot>> says = common.names(form, Keys.SAYS);
    Place place = embedding.place().orElse(common.place(form, inner, new Place.Here()));
    RestartType restart = embedding.restart().orElse(common.restart(form, RestartType.PERMANENT));
    Intensity intensity = intensity(form, inner);
    SupervisorDef def =
        new SupervisorDef(
            name, definitions(children), targets(forwards), intensity, place, restart);
    return Optional.of(
        new Cluster(
            name, form.spot(), children, forwards, says, opensFile, inner.functions(), def));
  }

  private Optional<Cluster> readEmbedded(Form form, Scope scope, Embedding outer) {
    form.reportOthers("a supervisor with :use", Keys.OF_EMBEDDING, faults);
    Syntax use = form.get(Keys.USE).orElseThrow();
    String name = common.name(form, Keys.SUPERVISOR);
    Map<String, Params.Given> given = with(form, scope);
    if (!(use.value() instanceof Text file)) {
      faults.expected(form.spot(use), "the name of a file as a string", use);
      return Optional.empty();
    }
    Optional<Place> place =
        form.has(Keys.PLACE)
            ? Optional.of(common.place(form, scope, new Place.Here()))
            : Optional.empty();
    Optional<RestartType> restart =
        form.has(Keys.RESTART)
            ? Optional.of(common.restart(form, RestartType.PERMANENT))
            : Optional.empty();
    Embedding embedding =
        new Embedding(
            outer.name().or(() -> Optional.of(name)),
            outer.place().or(() -> place),
            outer.restart().or(() -> restart));
    return readFile(file.value(), scope.files(), scope.depth(), given, embedding, form.spot(use));
  }

  private Map<String, Params.Given> with(Form form, Scope scope) {
    Optional<Syntax> with = form.get(Keys.WITH);
    if (with.isEmpty()) {
      return Map.of();
    }
    if (!(with.get().value() instanceof EdnMap)) {
      faults.expected(form.spot(with.get()), "a map from params to values under :with", with.get());
      return Map.of();
    }
    Map<Syntax, Value> values = new LinkedHashMap<>();
    for (Form.Entry entry : Form.entriesOf(with.get())) {
      values.put(entry.key(), scope.params().resolve(entry.value(), form.file(), faults));
    }
    return Params.given(values, form.file(), faults);
  }

  private void reportStrategy(Form form) {
    Optional<Syntax> strategy = form.get(Keys.STRATEGY);
    if (strategy.isPresent() && strategy.get().value() != Keys.ONE_FOR_ONE) {
      faults.add(
          form.spot(strategy.get()),
          "strategy "
              + faults.shown(strategy.get().value())
              + " is not supported by this version: expected :one-for-one");
    }
  }

  private Intensity intensity(Form form, Scope scope) {
    Optional<Syntax> intensity = form.get(Keys.INTENSITY);
    if (intensity.isEmpty()) {
      return Intensity.DEFAULT;
    }
    Syntax map = intensity.get();
    if (!Form.isMap(map)) {
      faults.expected(form.spot(map), "{:max n :within-ms n} under :intensity", map);
      return Intensity.DEFAULT;
    }
    Form parts = Form.of(map, form.file());
    parts.reportOthers(":intensity", INTENSITY_KEYS, faults);
    long max =
        parts
            .get(Keys.MAX)
            .flatMap(s -> common.whole(s, "number of restarts", scope, 0, MAX_RESTARTS))
            .orElse((long) Intensity.DEFAULT.max());
    long withinMs =
        parts
            .get(Keys.WITHIN_MS)
            .flatMap(s -> common.whole(s, "time", scope, 1, MAX_WITHIN_MS))
            .orElse(Intensity.DEFAULT.withinMs());
    return new Intensity(Math.toIntExact(max), withinMs);
  }

  private List<Draft> children(Form form, Scope scope) {
    Optional<Syntax> children = form.get(Keys.CHILDREN);
    if (children.isEmpty()) {
      reading.leaveOut();
      faults.add(form.spot(), "missing :children of the supervisor");
      return List.of();
    }
    if (!(children.get().value() instanceof EdnVector)) {
      reading.leaveOut();
      faults.expected(
          form.spot(children.get()), "a vector of children under :children", children.get());
      return List.of();
    }
    List<Draft> drafts = new ArrayList<>();
    Map<String, Spot> names = new HashMap<>();
    for (Syntax child : children.get().children()) {
      Spot at = new Spot(scope.file(), child.at());
      if (!reading.admitChild(at)) {
        break;
      }
      Optional<? extends Draft> draft = child(child, scope);
      if (draft.isEmpty()) {
        reading.leaveOut();
      } else {
        drafts.add(draft.get());
        reportClash(names, draft.get().name(), at);
      }
    }
    return drafts;
  }

  private void reportClash(Map<String, Spot> names, String name, Spot at) {
    Spot first = names.putIfAbsent(name, at);
    if (first != null && !name.equals(Common.NAMELESS)) {
      faults.add(at, "name clash: " + name + " is already declared at " + first);
    }
  }

  private Optional<? extends Draft> child(Syntax syntax, Scope scope) {
    Spot at = new Spot(scope.file(), syntax.at());
    if (!Form.isMap(syntax)) {
      faults.expected(at, "a map with :actor, :device or :supervisor", syntax);
      return Optional.empty();
    }
    Form form = Form.of(syntax, scope.file());
    List<Keyword> kinds =
        List.of(Keys.ACTOR, Keys.DEVICE, Keys.SUPERVISOR, Keys.TEMPLATE).stream()
            .filter(form::has)
            .toList();
    if (kinds.size() != 1) {
      String hint =
          form.keys().stream()
              .map(k -> faults.hint(k, List.of(Keys.ACTOR, Keys.DEVICE, Keys.SUPERVISOR)))
              .filter(h -> !h.isEmpty())
              .findFirst()
              .orElse("");
      String found = kinds.isEmpty() ? "found none of them" : "found " + kinds;
      faults.add(at, "expected a map with one of :actor, :device, :supervisor, " + found + hint);
      return Optional.empty();
    }
    Keyword kind = kinds.getFirst();
    if (kind == Keys.ACTOR) {
      return Optional.of(actors.read(form, scope));
    }
    if (kind == Keys.DEVICE) {
      return Optional.of(devices.read(form, scope));
    }
    if (kind == Keys.TEMPLATE) {
      faults.add(at, ":template is not supported by this version");
      return Optional.empty();
    }
    return readSupervisor(form, scope, Embedding.NONE, false);
  }

  private static List<ChildDef> definitions(List<Draft> children) {
    List<ChildDef> definitions = new ArrayList<>();
    for (Draft child : children) {
      switch (child) {
        case Draft.Leaf leaf -> leaf.def().ifPresent(definitions::add);
        case Cluster cluster -> definitions.add(cluster.def());
      }
    }
    return definitions;
  }

  private static Map<Keyword, List<Keyword>> targets(List<Forward> forwards) {
    Map<Keyword, List<Keyword>> targets = new LinkedHashMap<>();
    forwards.forEach(f -> targets.put(f.name(), f.targets().stream().map(Target::name).toList()));
    return targets;
  }
}
