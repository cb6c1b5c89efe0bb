package jellybean.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.SplittableRandom;
import jellybean.message.NodeId;

/** Messages in perfect order from one member, that are not true. */
final class Lies {
  private static final List<String> STATES = List.of(":alive", ":suspect", ":leaving", ":dead");
  private static final List<String> NODES = List.of("a", "b", "c", "ghost", "phantom");

  private final SplittableRandom random;
  private final NodeId teller;

  Lies(long seed, NodeId teller) {
    this.random = new SplittableRandom(seed);
    this.teller = teller;
  }

  NodeId teller() {
    return teller;
  }

  byte[] next() {
    String self = "[\"" + teller + "~1\" \"127.0.0.1:7003\"]";
    String body =
        switch (random.nextInt(8)) {
          case 0 -> ":ping :data [" + self + " " + member() + " nil nil]";
          case 1 -> ":ping-request :data [" + self + " " + member() + " nil nil]";
          case 2 -> ":ping-ack :data [" + member() + " " + member() + " nil :dest-gone]";
          case 3 -> ":ping-ack :data [" + member() + " " + member() + " " + member() + " :dest-ok]";
          case 4 -> ":sync :data [[[" + self + " :alive 0]" + record() + record() + "]]";
          case 5 -> ":sync-ack :data [[[" + self + " :alive 0]" + record() + "]]";
          case 6 -> ":gossip :data [[" + rumour() + rumour() + "] \"" + teller + "~1\"]";
          default -> ":tags :data [" + self + " {:lie " + random.nextInt(9) + "}]";
        };
    String cid = "\"" + random.nextInt(5) + "\"";
    return ("{:swim " + body + " :cid " + cid + " :from \"" + address() + "\"}").getBytes(UTF_8);
  }

  private String rumour() {
    long sequence = random.nextLong(1L << (1 + random.nextInt(50)));
    return "[" + life() + " {:swim :rumour :data " + record() + "} " + sequence + "]";
  }

  private String record() {
    String state = STATES.get(random.nextInt(STATES.size()));
    return "[" + member() + " " + state + " " + random.nextInt(6) + "]";
  }

  private String member() {
    return "[" + life() + " \"" + address() + "\"]";
  }

  private String life() {
    return "\"" + NODES.get(random.nextInt(NODES.size())) + "~" + (1 + random.nextInt(2)) + "\"";
  }

  private String address() {
    return "127.0.0.1:" + (7_001 + random.nextInt(5));
  }
}
