package jellybean.node;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.net.OwnAddress;
import org.junit.jupiter.api.Test;

/** A node whose interface gets another address while it runs. */
class MovedAddressTest extends RealFleet {
  private static final long END_WITHIN_S = 60;

  /** An interface of which a test says what address it has. */
  private static final class Leased implements OwnAddress {
    private volatile InetAddress address = InetAddress.ofLiteral("127.0.0.1");

    @Override
    public InetAddress now() {
      return address;
    }

    @Override
    public boolean isOtherThan(InetAddress was) {
      return !was.equals(address);
    }
  }

  private static void awaitAt(RealNode witness, String node, String host) {
    witness.await(
        "member-up",
        event ->
            event.get(Keyword.of("member")).equals(new Text(node))
                && event.get(Keyword.of("host")).equals(new Text(host)));
  }

  @Test
  void itIsFoundAgainUnderTheNewOneWithoutARestartOfAnybody() throws Exception {
    RealNode peer = RealNode.start("b", fleet.node("b"), folder, BoardProcess.JVM_OPTIONS);
    open.add(peer);
    NodeConfig config =
        NodeConfig.parse(
            List.of(
                "--identity",
                fleet.node("a").toString(),
                "--port",
                "0",
                "--profile",
                "desk",
                "--loops",
                "1"));
    Leased address = new Leased();
    Lifetime lifetime = new Lifetime(System.err, () -> {});
    Lives lives = new Lives(config, address, _ -> {}, lifetime);
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(() -> lives.run(() -> {}), task -> new Thread(task).start());
    try {
      awaitAt(peer, "a", "127.0.0.1");
      address.address = InetAddress.ofLiteral("127.0.0.2");
      awaitAt(peer, "a", "127.0.0.2");
      operator(peer).askUntil("nodes", Nil.NIL, rows -> rows.toString().contains("127.0.0.2"));
    } finally {
      lifetime.end();
      running.get(END_WITHIN_S, TimeUnit.SECONDS);
    }
  }
}
