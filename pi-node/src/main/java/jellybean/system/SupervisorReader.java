package jellybean.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Syntax;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.system.Draft.Cluster;
import jellybean.system.Draft.Forward;
import jellybean.system.Draft.Target;

/** Reads the declaration of a supervisor with everything below it. */
final class SupervisorReader {
  /** Of a supervisor that no other one is around. */
  static final int FIRST_DEPTH = 1;

  static final int MAX_DEPTH = Address.MAX_DEPTH - 2;
  static final long MAX_WITHIN_MS = 86_400_000;

  private static final List<Keyword> KINDS =
      List.of(Keys.ACTOR, Keys.DEVICE, Keys.SUPERVISOR, Keys.TEMPLATE);

  private final Reading reading;
  private final Faults faults;
  private final Common common;
  private final ActorReader actors;
  private final DeviceReader devices;
  private final ForwardReader forwarding;
  private final SupervisionReader supervision;

  SupervisorReader(Reading reading) {
    this.reading = reading;
    this.faults = reading.faults;
    this.common = new Common(reading);
    this.actors = new ActorReader(common);
    this.devices = new DeviceReader(common, reading.devices);
    this.forwarding = new ForwardReader(common);
    this.supervision = new SupervisionReader(common);
  }

  /**
   * What the one who embeds a file says about its supervisor.
   *
   * @param isPattern params without a default are given later, when instances are made
   */
  record Embedding(Optional<String> name, PolicyKeys policy, boolean isPattern) {
    static final Embedding NONE = new Embedding(Optional.empty(), PolicyKeys.NONE, false);
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
    Params params = params(form, given, use, embedding.isPattern());
    Scope scope = new Scope(files, depth, params, Functions.none(params, faults));
    return readSupervisor(form, scope, embedding, true);
  }

  private Params params(Form form, Map<String, Params.Given> given, Spot use, boolean holesStay) {
    Optional<Syntax> declared = form.get(Keys.PARAMS);
    if (declared.isPresent() && !(declared.get().value() instanceof EdnMap)) {
      faults.expected(
          form.spot(declared.get()), "a map from params to defaults under :params", declared.get());
      return Params.NONE;
    }
    Syntax none = new Syntax(EdnMap.EMPTY, form.syntax().at(), List.of());
    return Params.fill(declared.orElse(none), form.file(), given, use, holesStay, faults);
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
    Scope inner = scope.inside(new FunctionsReader(reading, scope).read(form));
    List<Draft> children = children(form, inner);
    List<Forward> forwards = forwarding.read(form);
    Optional<Map<Keyword, Spot>> says = common.names(form, Keys.SAYS);
    SupervisorDef def =
        new SupervisorDef(
            name,
            definitions(children),
            targets(forwards),
            supervision.read(form, inner, scope.depth() == FIRST_DEPTH),
            embedding.policy().over(common.policy(form, inner)).over(SupervisorDef.POLICY));
    return Optional.of(
        new Cluster(
            name,
            form.spot(),
            children,
            forwards,
            says,
            opensFile,
            inner.functions(),
            def,
            Optional.empty()));
  }

  private Optional<Cluster> readEmbedded(Form form, Scope scope, Embedding outer) {
    form.reportOthers("a supervisor with :use", Keys.OF_EMBEDDING, faults);
    String name = common.name(form, Keys.SUPERVISOR);
    Map<String, Params.Given> given = with(form, scope);
    Embedding embedding =
        new Embedding(
            outer.name().or(() -> Optional.of(name)),
            outer.policy().over(common.policy(form, scope)),
            outer.isPattern());
    return usedFile(form)
        .flatMap(
            use -> readFile(use.file(), scope.files(), scope.depth(), given, embedding, use.at()));
  }

  private record Use(String file, Spot at) {}

  private Optional<Use> usedFile(Form form) {
    Optional<Syntax> use = form.get(Keys.USE);
    if (use.isEmpty()) {
      faults.add(form.spot(), "missing :use: expected the name of a file");
      return Optional.empty();
    }
    Spot at = form.spot(use.get());
    if (!(use.get().value() instanceof Text file)) {
      faults.expected(at, "the name of a file as a string", use.get());
      return Optional.empty();
    }
    return Optional.of(new Use(file.value(), at));
  }

  /** A cluster of which instances are started at run time. */
  private Optional<Cluster> readTemplate(Form form, Scope scope) {
    form.reportOthers("a template", Keys.OF_TEMPLATE, faults);
    String name = common.name(form, Keys.TEMPLATE);
    Map<String, Params.Given> given = with(form, scope);
    PolicyKeys policy = common.policy(form, scope);
    Optional<Use> use = usedFile(form);
    if (use.isEmpty()) {
      return Optional.empty();
    }
    Embedding pattern = new Embedding(Optional.of(name), policy, true);
    Embedding instance = new Embedding(Optional.of(name), policy, false);
    return readFile(
            use.get().file(), scope.files(), scope.depth() + 1, given, pattern, use.get().at())
        .map(
            cluster ->
                cluster.asTemplate(
                    new TemplateDef(
                        name,
                        cluster.def(),
                        with -> make(use.get(), scope, given, with, instance),
                        cluster.def().policy())));
  }

  /** Reads the file of a template again with the params of one instance. */
  private SupervisorDef make(
      Use use, Scope scope, Map<String, Params.Given> given, EdnMap with, Embedding embedding) {
    Faults found = new Faults();
    Map<Syntax, Value> values = new LinkedHashMap<>();
    with.forEach((key, value) -> values.put(new Syntax(key, use.at().at(), List.of()), value));
    Map<String, Params.Given> all = new LinkedHashMap<>(given);
    all.putAll(Params.given(values, use.at().file(), found));
    Optional<Cluster> made =
        new SupervisorReader(reading.again(found))
            .readFile(use.file(), scope.files(), scope.depth() + 1, all, embedding, use.at());
    if (made.isEmpty() || !found.isEmpty()) {
      throw new BadParamsException(String.valueOf(found.sorted().getFirst()));
    }
    return made.get().def();
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
      int leftOut = reading.leftOut();
      Draft draft =
          child(child, scope)
              .<Draft>map(d -> d)
              .orElseGet(() -> Draft.Leaf.unknown(nameOf(child, scope), at));
      drafts.add(reading.leftOut() == leftOut ? draft : opened(draft));
      reading.marked(leftOut);
      reportClash(names, draft.name(), at);
    }
    return drafts;
  }

  /** What is not known of a child itself; what is not known below it is marked there. */
  private static Draft opened(Draft draft) {
    return switch (draft) {
      case Draft.Leaf leaf -> leaf.opened();
      case Cluster cluster -> cluster.opened();
    };
  }

  /** The name of a child that could not be read, if it has one. */
  private static String nameOf(Syntax child, Scope scope) {
    if (!Form.isMap(child)) {
      return Common.NAMELESS;
    }
    Form form = Form.of(child, scope.file());
    return KINDS.stream()
        .flatMap(kind -> form.get(kind).stream())
        .filter(name -> name.value() instanceof Symbol)
        .map(name -> name.value().toString())
        .findFirst()
        .orElse(Common.NAMELESS);
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
      faults.expected(at, "a map with :actor, :device, :supervisor or :template", syntax);
      return Optional.empty();
    }
    Form form = Form.of(syntax, scope.file());
    List<Keyword> kinds = KINDS.stream().filter(form::has).toList();
    if (kinds.size() != 1) {
      String hint =
          form.keys().stream()
              .map(k -> faults.hint(k, KINDS))
              .filter(h -> !h.isEmpty())
              .findFirst()
              .orElse("");
      String found = kinds.isEmpty() ? "found none of them" : "found " + kinds;
      faults.add(
          at,
          "expected a map with one of :actor, :device, :supervisor, :template, " + found + hint);
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
      return readTemplate(form, scope);
    }
    return readSupervisor(form, scope, Embedding.NONE, false);
  }

  private static List<ChildDef> definitions(List<Draft> children) {
    List<ChildDef> definitions = new ArrayList<>();
    for (Draft child : children) {
      switch (child) {
        case Draft.Leaf leaf -> leaf.def().ifPresent(definitions::add);
        case Cluster cluster ->
            definitions.add(cluster.template().<ChildDef>map(t -> t).orElse(cluster.def()));
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
