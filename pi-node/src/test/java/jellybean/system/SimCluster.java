package jellybean.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import jellybean.actor.ActorLimits;
import jellybean.actor.ActorSpec;
import jellybean.actor.Behaviour;
import jellybean.actor.Durability;
import jellybean.cluster.majority.LeaseTiming;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.port.Journal;
import jellybean.sim.Flaw;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;

/** A fleet of simulated nodes that run hosts and documents, and a membership that a test plays. */
public final class SimCluster {
  static final long NOTICED_AFTER_MS = 3_000;
  static final long SETTLE_MS = 10_000;

  private final Simulation simulation;
  private final SortedMap<NodeId, SimNode> nodes = new TreeMap<>();
  private final SortedMap<NodeId, Leases> leases = new TreeMap<>();
  private final Host.Compiler compiler;
  private final Devices devices;
  private Set<Flaw> flaws = Set.of();
  private UnaryOperator<Behaviour<HostState>> hosts = UnaryOperator.identity();
  private final SortedMap<String, SortedSet<String>> tags = new TreeMap<>();
  private final SortedMap<NodeId, Long> spare = new TreeMap<>();

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

  /** A single node of so many loops, with a host that is not quite the real one. */
  static SimCluster ofLoops(
      Simulation simulation, int loops, String name, UnaryOperator<Behaviour<HostState>> hosts) {
    SimCluster fleet = of(simulation);
    fleet.hosts = hosts;
    fleet.add(simulation.node(name, loops, ActorLimits.DEFAULT));
    fleet.announce();
    simulation.settle();
    return fleet;
  }

  /** The same with several nodes. */
  static SimCluster withHosts(
      Simulation simulation, UnaryOperator<Behaviour<HostState>> hosts, String... names) {
    SimCluster fleet = of(simulation);
    fleet.hosts = hosts;
    List.of(names).forEach(fleet::start);
    fleet.announce();
    simulation.settle();
    return fleet;
  }

  /** With planted mistakes about who may run. */
  static SimCluster withFlaws(Simulation simulation, Set<Flaw> flaws, String... names) {
    SimCluster fleet = of(simulation);
    fleet.flaws = flaws;
    List.of(names).forEach(fleet::start);
    fleet.announce();
    simulation.settle();
    return fleet;
  }

  /** Nodes with disks. */
  static SimCluster durable(Simulation simulation, String... names) {
    SimCluster fleet = of(simulation);
    List.of(names).forEach(fleet::startDurable);
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

  /** A node with a disk, or its next life. */
  SimNode startDurable(String name) {
    return add(simulation.durableNode(name, 1));
  }

  private SimNode add(SimNode node) {
    nodes.put(node.id(), node);
    boolean keepsData = node.journal() != Journal.NONE;
    Host host = new Host(node.id(), devices, compiler, keepsData, () -> new TreeMap<>(spare));
    Documents documents = new Documents(node.id(), compiler, SETTLE_MS, false);
    Leases honest = leases(node, LeaseTiming.LAN);
    leases.put(node.id(), honest);
    startParts(node, hosts.apply(host), documents, new TamperedLeases(honest, flaws), keepsData);
    return node;
  }

  /**
   * Starts the parts of a node that run systems, with planted mistakes.
   *
   * @param isStrained whether replicas have more to do than they can, since in virtual time no step
   *     takes any
   */
  public static void startParts(
      SimNode node,
      Host.Compiler compiler,
      Devices devices,
      boolean keepsData,
      long settleMs,
      boolean comparesOften,
      LeaseTiming timing,
      BooleanSupplier isStrained,
      Set<Flaw> flaws) {
    Host host = new Host(node.id(), devices, compiler, keepsData, TreeMap::new);
    Documents documents = new Documents(node.id(), compiler, settleMs, comparesOften);
    startParts(
        node,
        new InventedLoads(
            Tampered.host(host, flaws), new StrainedLoads(isStrained, node::monotonicMs)),
        Tampered.documents(documents, flaws),
        new TamperedLeases(leases(node, timing), flaws),
        keepsData);
  }

  private static Leases leases(SimNode node, LeaseTiming timing) {
    return new Leases(node.id(), node.incarnation(), timing, node::monotonicMs);
  }

  /** What a node measures of the leases of systems. */
  EdnMap measures(String name) {
    return leases.get(new NodeId(name)).measures();
  }

  private static void startParts(
      SimNode node,
      Behaviour<?> host,
      Behaviour<?> documents,
      Behaviour<?> leases,
      boolean keepsData) {
    Durability durability = keepsData ? Durability.STATE : Durability.VOLATILE;
    node.actors().start(ActorSpec.part(Protocol.host(node.id()), host).keeping(durability));
    node.actors().start(ActorSpec.part(Protocol.homes(node.id()), leases).keeping(durability));
    node.actors()
        .start(ActorSpec.part(Protocol.documents(node.id()), documents).keeping(durability));
    Headrooms headrooms = new Headrooms(() -> EdnMap.EMPTY);
    node.actors().start(ActorSpec.part(Protocol.headroom(node.id()), headrooms));
  }

  /** Every live node hears who lives. */
  public void announce() {
    announce(alive());
  }

  /** These see each other and nobody else. */
  void announceOnly(SimNode... few) {
    announce(List.of(few));
  }

  private void announce(List<SimNode> alive) {
    TreeMap<NodeId, Long> incarnations = new TreeMap<>();
    TreeMap<NodeId, Life> lives = new TreeMap<>();
    alive.forEach(n -> incarnations.put(n.id(), n.incarnation()));
    incarnations.forEach(
        (node, life) ->
            lives.put(node, new Life(life, tags.getOrDefault(node.value(), new TreeSet<>()))));
    EdnMap list = MemberList.ofLives(lives);
    for (SimNode node : alive) {
      incarnations.forEach((other, life) -> node.actors().nodeUp(other, life));
      node.send("/sys/test", Protocol.homes(node.id()).path(), "jelly/members", list);
      node.send("/sys/test", Protocol.host(node.id()).path(), "jelly/members", list);
      node.send("/sys/test", Protocol.documents(node.id()).path(), "jelly/members", list);
    }
  }

  /** Cuts the fleet in two; after a while each side takes the other for dead. */
  void split(Set<String> one) {
    List<SimNode> here = alive().stream().filter(n -> one.contains(n.id().value())).toList();
    List<SimNode> there = alive().stream().filter(n -> !one.contains(n.id().value())).toList();
    here.forEach(a -> there.forEach(b -> simulation.network().cut(a, b)));
    simulation.after(
        NOTICED_AFTER_MS,
        () -> {
          here.forEach(a -> there.forEach(b -> takeForDead(a, b)));
          there.forEach(a -> here.forEach(b -> takeForDead(a, b)));
          announce(here);
          announce(there);
        });
  }

  private void takeForDead(SimNode witness, SimNode other) {
    witness.actors().nodeDown(other.id(), Keyword.of("unreachable"));
    simulation.network().giveUp(witness, other);
  }

  /** All see each other again, in the same lives. */
  void heal() {
    simulation.network().heal();
    announce();
  }

  /** From now on a member says that it has these tags. */
  void tag(String name, String... all) {
    tags.put(name, new TreeSet<>(List.of(all)));
  }

  /** From now on a member says that it could do so much more, in thousandths of a core. */
  void hasLeft(String name, long permille) {
    spare.put(new NodeId(name), permille);
  }

  /** A node hears the others and is not heard; it is not taken for dead. */
  void splitOneWay(SimNode from) {
    List<SimNode> others = alive().stream().filter(n -> n != from).toList();
    others.forEach(other -> simulation.network().cutOneWay(from, other));
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
  public void deployLively(String at, String name, String document, long withinMs) {
    order(at, name, Bundle.of(name + ".edn", document), EdnMap.EMPTY);
    simulation.runFor(withinMs);
  }

  /** Deploys without waiting. */
  void order(String at, String name, Bundle bundle, EdnMap with) {
    EdnMap order =
        EdnMap.of(
            Protocol.NAME, new Text(name), Protocol.BUNDLE, bundle.toValue(), Protocol.WITH, with);
    SimNode node = node(at);
    node.send("/sys/test", Protocol.documents(node.id()).path(), "jelly/deploy", order);
  }

  void undeploy(String at, String name) {
    takeAway(at, name);
    simulation.settle();
  }

  /** Undeploys without waiting. */
  void takeAway(String at, String name) {
    SimNode node = node(at);
    node.send(
        "/sys/test",
        Protocol.documents(node.id()).path(),
        "jelly/undeploy",
        EdnMap.of(Protocol.NAME, new Text(name)));
  }

  public void deploy(String at, String name, String document) {
    deploy(at, name, Bundle.of(name + ".edn", document), EdnMap.EMPTY);
  }

  /** Orders that an actor lives elsewhere from now on. */
  void move(String supervisor, String actor, String member) {
    send(supervisor, "jelly/operate", moveOrder(actor, member));
  }

  static EdnMap moveOrder(String actor, String member) {
    return EdnMap.of(
        Protocol.ORDER, kw("move"),
        Protocol.ACTOR, new Text(actor),
        Protocol.MEMBER, new Text(member));
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

  /** On how many live nodes an actor of that address runs. */
  long running(String address) {
    return alive().stream()
        .filter(n -> n.view(address).filter(v -> v.status().equals("running")).isPresent())
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
