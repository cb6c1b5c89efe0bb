package jellybean.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import jellybean.campaign.Design.Kind;
import jellybean.campaign.Design.Route;
import jellybean.edn.EdnMap;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.system.Bundle;

/**
 * Makes a random document: talkers, sinks, relays, replicas, durable actors, clusters, templates.
 */
final class Designs {
  private static final String BEE =
      """
      {:supervisor bee
       :children [{:actor hum :state 0 :on {:buzz (fn [n d] {:state (inc n)})}}]}
      """;

  private static final int MOST_REPLICAS = 6;

  private final SplittableRandom random;
  private final List<NodeId> nodes;
  private final boolean keepsData;
  private final boolean isMajority;
  private final Address root;
  private final List<String> children = new ArrayList<>();
  private final List<String> forwards = new ArrayList<>();
  private final TreeSet<Address> bodies = new TreeSet<>();
  private final List<Route> routes = new ArrayList<>();
  private final TreeSet<Address> atTimes = new TreeSet<>();
  private final TreeSet<Address> movable = new TreeSet<>();
  private int words;

  private Designs(
      SplittableRandom random,
      List<NodeId> nodes,
      boolean keepsData,
      boolean isMajority,
      String name) {
    this.isMajority = isMajority;
    this.random = random;
    this.nodes = nodes;
    this.keepsData = keepsData;
    this.root = Address.of(name);
  }

  /** A random document of that name. */
  static Design random(
      SplittableRandom random,
      List<NodeId> nodes,
      boolean keepsData,
      boolean isMajority,
      String name) {
    return new Designs(random, nodes, keepsData, isMajority, name).make();
  }

  private Design make() {
    bodies.add(root);
    int talkers = 1 + random.nextInt(3);
    for (int i = 0; i < talkers; i++) {
      way();
    }
    Set<String> instances = new TreeSet<>();
    if (random.nextBoolean()) {
      children.add("{:template bees :use \"bee.edn\"" + place() + "}");
      forwards.add(":spawn (start bees)");
      for (int i = random.nextInt(4); i > 0; i--) {
        instances.add("b" + i);
      }
    }
    String text =
        "{:supervisor "
            + root.name()
            + (isMajority ? "\n :on-partition :majority" : "")
            + "\n :intensity {:max 100 :within-ms 1000}\n :forward {"
            + String.join(" ", forwards)
            + "}\n :children ["
            + String.join("\n            ", children)
            + "]}\n";
    Bundle bundle = new Bundle("main.edn", new TreeMap<>(Map.of("main.edn", text, "bee.edn", BEE)));
    return new Design(
        root.name(), bundle, EdnMap.EMPTY, isMajority, bodies, atTimes, routes, movable, instances);
  }

  /** A talker and who hears it. */
  private void way() {
    String word = "w" + words++;
    Address talker = child("t-" + word);
    int kind = random.nextInt(keepsData ? 8 : 7);
    boolean isListed = kind == 3 || kind == 4;
    // So often that words are under way when it moves.
    int everyMs = isListed ? 30 + random.nextInt(400) : 150 + random.nextInt(1_500);
    children.add(
        "{:device t-%s :type :talker :every-ms %d :says #{:%s}%s}"
            .formatted(word, everyMs, word, place()));
    switch (kind) {
      case 0 -> relayed(talker, word);
      case 1 -> keyed(talker, word);
      case 2 -> nested(talker, word);
      case 3, 4 -> listed(talker, word);
      case 7 -> durable(talker, word);
      default -> direct(talker, word);
    }
  }

  private void direct(Address talker, String word) {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String sink = "s-" + word + "-" + i;
      routes.add(route(talker, word, sink(sink, word), word, Kind.DIRECT, Set.of()));
    }
  }

  private void relayed(Address talker, String word) {
    Address relay = actor("r-" + word);
    children.add(
        "{:actor r-%s :state 0 :on {:%s (fn [n d] {:state (+ n %s) :say [[:r%s d]]})} :says #{:r%s}%s}"
            .formatted(word, word, oneOrCrash("(:n d)"), word, word, place()));
    Address sink = sink("s-" + word, "r" + word);
    routes.add(route(talker, word, sink, "r" + word, Kind.RELAYED, Set.of(relay)));
  }

  private void listed(Address talker, String word) {
    Address list = actor("l-" + word);
    children.add(
        ("{:actor l-%s :state {} :on {:%s (fn [s {:keys [life n]}] {:state (update s life (fn [all]"
                + " (conj (or all []) (* n %s))))})}%s}")
            .formatted(word, word, oneOrCrash("n"), place()));
    routes.add(route(talker, word, list, word, Kind.LISTED, Set.of()));
  }

  /** 1; of some actors, at every 13th word, a division by nothing. */
  private String oneOrCrash(String number) {
    return random.nextInt(3) == 0 ? "(quot 1 (if (= 12 (mod " + number + " 13)) 0 1))" : "1";
  }

  /** The number of some follows the load. */
  private void keyed(Address talker, String word) {
    int replicas = 2 + random.nextInt(3);
    int most = random.nextInt(2) == 0 ? MOST_REPLICAS : replicas;
    children.add(
        ("{:actor k-%s :replicas {:min %d :max %d} :place :spread :state 0"
                + " :route {:%s (fn [d] (mod (:n d) 7))}"
                + " :on {:%s (fn [n d] {:state (inc n) :say [[:k%s d]]})} :says #{:k%s}}")
            .formatted(word, replicas, most, word, word, word, word));
    Set<Address> via = new TreeSet<>();
    for (int i = 0; i < most; i++) {
      Address replica = root.child("k-" + word).child(Integer.toString(i));
      via.add(replica);
      (i < replicas ? bodies : atTimes).add(replica);
    }
    Address sink = sink("s-" + word, "k" + word);
    routes.add(route(talker, word, sink, "k" + word, Kind.KEYED, via));
  }

  private void nested(Address talker, String word) {
    String cluster = "c-" + word;
    Address inner = child(cluster);
    Address sink = inner.child("deep");
    bodies.add(sink);
    forwards.add(":%s :%s/%s".formatted(word, cluster, word));
    children.add(
        "{:supervisor %s%s :children [{:device deep :type :sink :on #{:%s}%s}]}"
            .formatted(cluster, place(), word, place()));
    routes.add(route(talker, word, sink, word, Kind.DIRECT, Set.of()));
  }

  private void durable(Address talker, String word) {
    Address book = actor("d-" + word);
    children.add(
        ("{:actor d-%s :durable true :state {} :on {:%s (fn [s {:keys [life n]}] {:state (assoc s"
                + " life (conj (get s life []) n))})}%s}")
            .formatted(word, word, place()));
    routes.add(route(talker, word, book, word, Kind.DURABLE, Set.of()));
  }

  private static Route route(
      Address talker, String word, Address to, String arrivesAs, Kind kind, Set<Address> via) {
    return new Route(talker, ":" + word, to, ":" + arrivesAs, kind, via);
  }

  private Address sink(String name, String word) {
    children.add("{:device %s :type :sink :on #{:%s}%s}".formatted(name, word, place()));
    return child(name);
  }

  /** Of a system that may only run where the majority is it stays where it is, whoever tries. */
  private Address actor(String name) {
    Address address = child(name);
    movable.add(address);
    return address;
  }

  private Address child(String name) {
    Address address = root.child(name);
    bodies.add(address);
    return address;
  }

  private String place() {
    return switch (random.nextInt(4)) {
      case 0 -> "";
      case 1 -> " :place \"" + nodes.get(random.nextInt(nodes.size())) + "\"";
      default -> " :place :spread";
    };
  }
}
