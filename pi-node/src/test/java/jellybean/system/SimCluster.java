package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import jellybean.actor.ActorLimits;
import jellybean.actor.ActorSpec;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;

/** A fleet of simulated nodes that run hosts and documents, and a membership that a test plays. */
public final class SimCluster {
  static final long NOTICED_AFTER_MS = 3_000;

  private final Simulation simulation;
  private final SortedMap<NodeId, SimNode> nodes = new TreeMap<>();
  private final Host.Compiler compiler;
  private final Devices devices;

  public SimCluster(
      Simulation simulation, Host.Compiler compiler, Devices devices, String... names) {
    this.simulation = simulation;
    this.compiler = compiler;
    this.devices = devices;
    for (String name : names) {
      start(name);
    }
    announce();
    simulation.settle();
  }

  /** A single node of so many loops. */
  static SimCluster ofLoops(Simulation simulation, int loops, String name) {
    SimCluster fleet = of(simulation);
    fleet.add(simulation.node(name, loops, ActorLimits.DEFAULT));
    fleet.announce();
    simulation.settle();
    return fleet;
  }

  /** Systems of EDN actors only. */
  public static SimCluster of(Simulation simulation, String... names) {
    return new SimCluster(
        simulation,
        SimCluster::compile,
        def -> {
          throw new IllegalArgumentException("no devices here: " + def.type());
        },
        names);
  }

  private static SupervisorDef compile(Bundle bundle, EdnMap with) {
    Checked checked = new Checker(DeviceCatalogue.of(Map.of())).check(bundle, with);
    return checked
        .definition()
        .orElseThrow(() -> new IllegalArgumentException("faults: " + checked.faults()));
  }

  public SimNode start(String name) {
    return add(simulation.node(name));
  }

  private SimNode add(SimNode node) {
    nodes.put(node.id(), node);
    node.actors()
        .start(ActorSpec.part(Protocol.host(node.id()), new Host(node.id(), devices, compiler)));
    node.actors()
        .start(ActorSpec.part(Protocol.documents(node.id()), new Documents(node.id(), compiler)));
    return node;
  }

  /** Every live node hears who lives. */
  public void announce() {
    SortedMap<NodeId, Long> alive = new TreeMap<>();
    nodes.values().stream()
        .filter(SimNode::isAlive)
        .forEach(n -> alive.put(n.id(), n.incarnation()));
    EdnMap list = MemberList.toValue(alive);
    for (NodeId id : alive.keySet()) {
      nodes.get(id).send("/sys/test", Protocol.host(id).path(), "jelly/members", list);
      nodes.get(id).send("/sys/test", Protocol.documents(id).path(), "jelly/members", list);
    }
  }

  /** Kills a node; the others notice after a while. */
  void kill(SimNode node) {
    simulation.crash(node, NOTICED_AFTER_MS);
    simulation.after(NOTICED_AFTER_MS, this::announce);
  }

  public void deploy(String at, String name, Bundle bundle, EdnMap with) {
    order(at, name, bundle, with);
    simulation.settle();
  }

  /**
   * The same for a system that is never done, such as one that looks at its load again and again.
   */
  void deployLively(String at, String name, String document, long withinMs) {
    order(at, name, Bundle.of(name + ".edn", document), EdnMap.EMPTY);
    simulation.runFor(withinMs);
  }

  private void order(String at, String name, Bundle bundle, EdnMap with) {
    EdnMap order =
        EdnMap.of(
            Protocol.NAME, new Text(name), Protocol.BUNDLE, bundle.toValue(), Protocol.WITH, with);
    SimNode node = node(at);
    node.send("/sys/test", Protocol.documents(node.id()).path(), "jelly/deploy", order);
  }

  public void deploy(String at, String name, String document) {
    deploy(at, name, Bundle.of(name + ".edn", document), EdnMap.EMPTY);
  }

  /** Sends into a cluster from above. */
  void send(String to, String message, Value data) {
    SimNode node = locate(to).orElseThrow(() -> new AssertionError("nobody at " + to));
    node.send("/sys/test", to, message, data);
  }

  public SimNode node(String name) {
    return nodes.get(new NodeId(name));
  }

  public List<SimNode> alive() {
    return nodes.values().stream().filter(SimNode::isAlive).toList();
  }

  /** The live node on which an actor of that address runs. */
  Optional<SimNode> locate(String address) {
    return alive().stream()
        .filter(n -> n.view(address).filter(v -> !v.status().equals("expected")).isPresent())
        .findFirst();
  }

  /** How many live nodes have an actor at that address. */
  long instances(String address) {
    return alive().stream()
        .filter(n -> n.view(address).filter(v -> !v.status().equals("expected")).isPresent())
        .count();
  }

  Value state(String address) {
    return locate(address)
        .orElseThrow(() -> new AssertionError("no actor " + address))
        .state(address);
  }

  /** Dead letters of all live nodes for that reason. */
  long dead(String reason) {
    return alive().stream().mapToLong(n -> n.dead(reason)).sum();
  }

  /** All bodies of a system and their nodes, as the tables of the host on {@code at} say. */
  SortedMap<String, String> placesOf(String system) {
    SortedMap<String, String> places = new TreeMap<>();
    for (SimNode node : alive()) {
      node.inspect(
          loop -> {
            loop.actors().stream()
                .filter(v -> Address.of(system).contains(v.address()))
                .forEach(v -> places.put(v.address().path(), node.id().value()));
            return EdnVector.EMPTY;
          });
    }
    return places;
  }

  static Keyword kw(String name) {
    return Keyword.of(name);
  }

  static List<Value> list(Value vector) {
    List<Value> values = new ArrayList<>();
    ((EdnVector) vector).forEach(values::add);
    return values;
  }
}
