package jellybean.campaign;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jellybean.cluster.TimingProfile;
import jellybean.message.NodeId;
import jellybean.sim.air.Weather;

/**
 * What is done to a cluster, and when.
 *
 * @param beginsWhole whether all know each other at the start; otherwise they have to find each
 *     other
 * @param in1970 nodes whose clocks start there
 * @param healMs when every fault is over
 */
record Schedule(
    long seed,
    List<NodeId> nodes,
    TimingProfile profile,
    Weather weather,
    boolean keepsData,
    boolean beginsWhole,
    Set<NodeId> in1970,
    List<Design> designs,
    List<Step> steps,
    long healMs) {

  private static final long EVENTS_PER_NODE = 400_000;
  private static final long EVENTS = 4_000_000;

  /**
   * One act.
   *
   * @param number by which it can be left out
   * @param untilMs when a fault is over
   */
  record Step(int number, long atMs, long untilMs, Act act) {
    @Override
    public String toString() {
      String until = untilMs > atMs ? " until " + untilMs / 1e3 : "";
      return "%3d %8.3f%s %s".formatted(number, atMs / 1e3, until, act);
    }
  }

  Schedule {
    nodes = List.copyOf(nodes);
    in1970 = new TreeSet<>(in1970);
    designs = List.copyOf(designs);
    steps = List.copyOf(steps);
  }

  /** The same without some of its acts. */
  Schedule without(Set<Integer> numbers) {
    return new Schedule(
        seed,
        nodes,
        profile,
        weather,
        keepsData,
        beginsWhole,
        in1970,
        designs,
        steps.stream().filter(step -> !numbers.contains(step.number())).toList(),
        healMs);
  }

  /** More events than that never end. */
  long maxEvents() {
    return EVENTS + EVENTS_PER_NODE * nodes.size();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("seed ").append(seed).append(": ").append(nodes.size()).append(" nodes, ");
    text.append(profile.name()).append(", ").append(weather);
    text.append(keepsData ? ", with disks" : ", without disks");
    text.append(beginsWhole ? "" : ", finding each other");
    text.append(", healed at ").append(healMs / 1e3).append('\n');
    designs.forEach(design -> text.append("    ").append(design).append('\n'));
    steps.forEach(step -> text.append(step).append('\n'));
    return text.toString();
  }
}
