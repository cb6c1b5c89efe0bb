package jellybean.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.Keyword;
import jellybean.edn.Value;

/**
 * The bus as the design words it, to compare with: one supervisor with its children. It knows
 * nothing of {@link Bus}, caches nothing and is in no hurry.
 */
final class BusModel {
  private final String name;
  private final String address;
  private final Optional<BusModel> parent;
  private final Optional<Value> instance;
  private final Map<Keyword, List<Keyword>> forward;
  private final Map<String, ActorDef> actors = new LinkedHashMap<>();
  private final Map<String, List<BusModel>> clusters = new LinkedHashMap<>();

  /** Which instances a template has, by its address. */
  interface Instances {
    List<Instance> of(String template);
  }

  private BusModel(
      SupervisorDef def,
      String address,
      Optional<BusModel> parent,
      Optional<Value> instance,
      Instances instances) {
    this.name = def.name();
    this.address = address;
    this.parent = parent;
    this.instance = instance;
    this.forward = def.forward();
    for (ChildDef child : def.children()) {
      String below = address + "/" + child.name();
      Optional<BusModel> here = Optional.of(this);
      switch (child) {
        case ActorDef actor -> actors.put(actor.name(), actor);
        case SupervisorDef cluster ->
            clusters.put(
                cluster.name(),
                List.of(new BusModel(cluster, below, here, Optional.empty(), instances)));
        case TemplateDef template ->
            clusters.put(
                template.name(),
                instances.of(below).stream()
                    .map(
                        i ->
                            new BusModel(
                                template.pattern(),
                                below + "/" + i.segment(),
                                here,
                                Optional.of(i.id()),
                                instances))
                    .toList());
        case DeviceDef _ -> throw new IllegalArgumentException("no devices here");
      }
    }
  }

  static BusModel root(SupervisorDef def, Instances instances) {
    return new BusModel(def, "/" + def.name(), Optional.empty(), Optional.empty(), instances);
  }

  /** This bus and all below it. */
  List<BusModel> all() {
    List<BusModel> all = new ArrayList<>(List.of(this));
    clusters.values().forEach(each -> each.forEach(cluster -> all.addAll(cluster.all())));
    return all;
  }

  String address() {
    return address;
  }

  Map<String, ActorDef> actors() {
    return actors;
  }

  /** Who gets a message and under which name; nobody twice. */
  private static final class Receivers {
    private final Map<String, Keyword> byChild = new LinkedHashMap<>();
    private final Optional<Value> only;

    Receivers(Optional<Value> only) {
      this.only = only;
    }

    void add(String child, Keyword as) {
      byChild.putIfAbsent(child, as);
    }
  }

  /** A child says something. */
  Map<String, Keyword> said(String sayer, Keyword message, Optional<Value> only) {
    Receivers receivers = new Receivers(only);
    resolve(message, Optional.of(sayer), false, receivers);
    if (message.namespace().isEmpty()) {
      heardAbove(message.name(), receivers);
    }
    return receivers.byChild;
  }

  /** Something is sent into the cluster from above. */
  Map<String, Keyword> sent(Keyword message, Optional<Value> only) {
    Receivers receivers = new Receivers(only);
    resolve(message, Optional.empty(), true, receivers);
    return receivers.byChild;
  }

  /** Rule 1: a name in :forward is replaced by its targets, once. */
  private void resolve(
      Keyword message, Optional<String> sayer, boolean fromAbove, Receivers receivers) {
    if (forward.containsKey(message)) {
      forward.get(message).forEach(target -> target(target, sayer, fromAbove, receivers));
    } else {
      target(message, sayer, fromAbove, receivers);
    }
  }

  private void target(
      Keyword target, Optional<String> sayer, boolean fromAbove, Receivers receivers) {
    if (target.namespace().isEmpty()) {
      listing(target, sayer, receivers);
    } else {
      into(target, fromAbove, receivers);
    }
  }

  /** Rule 2: every child actor that lists it, except the one who said it. */
  private void listing(Keyword message, Optional<String> sayer, Receivers receivers) {
    actors.forEach(
        (child, def) -> {
          if (def.on().containsKey(message) && !sayer.equals(Optional.of(child))) {
            receivers.add(address + "/" + child, message);
          }
        });
  }

  /** Rule 3: into the child of that name, else the parent resolves it unless it came from above. */
  private void into(Keyword target, boolean fromAbove, Receivers receivers) {
    String[] path = target.namespace().orElseThrow().split("\\.");
    Keyword message = Keyword.of(target.name());
    if (actors.containsKey(path[0]) || clusters.containsKey(path[0])) {
      down(path, 0, message, receivers);
    } else if (!fromAbove && parent.isPresent()) {
      parent.get().into(target, false, receivers);
    }
  }

  private void down(String[] path, int at, Keyword message, Receivers receivers) {
    boolean isLast = at == path.length - 1;
    if (isLast && actors.containsKey(path[at])) {
      if (actors.get(path[at]).on().containsKey(message)) {
        receivers.add(address + "/" + path[at], message);
      }
      return;
    }
    for (BusModel below : clusters.getOrDefault(path[at], List.of())) {
      boolean isMeant =
          below.instance.isEmpty()
              || receivers.only.isEmpty()
              || receivers.only.equals(below.instance);
      if (isMeant && isLast) {
        below.resolve(message, Optional.empty(), true, receivers);
      } else if (isMeant) {
        below.down(path, at + 1, message, receivers);
      }
    }
  }

  /** Rule 4: heard above as :me/name, then as :parent.me/name, wherever that is listed. */
  private void heardAbove(String message, Receivers receivers) {
    String path = name;
    for (Optional<BusModel> up = parent; up.isPresent(); up = up.get().parent) {
      BusModel above = up.get();
      Keyword heard = Keyword.of(path, message);
      if (above.forward.containsKey(heard)) {
        above
            .forward
            .get(heard)
            .forEach(target -> above.target(target, Optional.empty(), false, receivers));
      } else {
        above.listing(heard, Optional.empty(), receivers);
      }
      path = above.name + "." + path;
    }
  }
}
