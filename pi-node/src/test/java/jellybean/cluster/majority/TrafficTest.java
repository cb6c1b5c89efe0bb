package jellybean.cluster.majority;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import jellybean.cluster.majority.Majority.Outcome;
import jellybean.cluster.majority.Majority.Send;
import jellybean.edn.EdnPrinter;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;

/** What leases cost a quiet fleet of 64: counted over ten renewals. */
class TrafficTest {
  private static final int MEMBERS = 64;
  private static final int OTHERS = MEMBERS - 1;
  private static final int RENEWALS = 10;
  private static final LeaseTiming TIMING = LeaseTiming.WIFI;

  private final List<Majority> nodes = new ArrayList<>();
  private final Deque<Runnable> flying = new ArrayDeque<>();
  private long nowMs;
  private long messages;
  private long bytes;

  private void fleetWith(int systems) {
    TreeSet<Elector> electors = new TreeSet<>();
    TreeMap<NodeId, Long> lives = new TreeMap<>();
    for (int i = 0; i < MEMBERS; i++) {
      Majority node = Majority.fresh(new NodeId("board-" + i), 1_000_000_007L * i, TIMING, 0);
      nodes.add(node);
      electors.add(node.elector());
      lives.put(node.elector().node(), node.elector().memory());
    }
    Configuration genesis = Configuration.genesis(nodeId(0), new Electorate(electors));
    Set<String> names = new TreeSet<>();
    for (int s = 0; s < systems; s++) {
      names.add("system-" + s);
    }
    for (int i = 0; i < MEMBERS; i++) {
      UnaryOperator<Majority> begin =
          node -> {
            Majority begun = node;
            for (String name : names) {
              begun = begun.begin(name, genesis);
            }
            return begun;
          };
      nodes.set(i, begin.apply(nodes.get(i)));
      int index = i;
      put(index, nodes.get(index).members(electors, moment()));
      put(index, nodes.get(index).host(names, moment()));
    }
    put(0, nodes.getFirst().want(names, moment()));
    land();
    names.forEach(name -> nodes.set(0, nodes.getFirst().roll(name, lives)));
  }

  private NodeId nodeId(int index) {
    return nodes.get(index).elector().node();
  }

  private Moment moment() {
    return new Moment(nowMs, nowMs * 31);
  }

  private void put(int index, Outcome outcome) {
    nodes.set(index, outcome.next());
    NodeId from = nodeId(index);
    for (Send send : outcome.sends()) {
      if (!send.to().equals(from)) {
        messages++;
        bytes += EdnPrinter.toBytes(MessageCodec.toValue(send.message())).length;
      }
      int to = Integer.parseInt(send.to().value().substring("board-".length()));
      flying.add(() -> put(to, nodes.get(to).received(from, send.message(), moment())));
    }
  }

  private void land() {
    while (!flying.isEmpty()) {
      flying.removeFirst().run();
    }
  }

  private void pass(long durationMs) {
    long endMs = nowMs + durationMs;
    while (nowMs < endMs) {
      nowMs += 50;
      for (int i = 0; i < MEMBERS; i++) {
        if (nodes.get(i).nextMs(moment()) <= nowMs) {
          put(i, nodes.get(i).tick(moment()));
        }
      }
      land();
    }
  }

  private void quietly(int systems) {
    fleetWith(systems);
    pass(5L * TIMING.renewMs());
    messages = 0;
    bytes = 0;
    pass((long) RENEWALS * TIMING.renewMs());
  }

  @Test
  void aHomeAndEachOtherMemberExchangeFourMessagesARenewal() {
    quietly(1);

    assertEquals(4L * OTHERS * RENEWALS, messages);
  }

  @Test
  void systemsOfOneHomeShareTheMessages() {
    quietly(10);

    assertEquals(4L * OTHERS * RENEWALS, messages);
    assertEquals(true, bytes / messages < 600, "bytes a message: " + bytes / messages);
  }
}
