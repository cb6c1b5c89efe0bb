package jellybean.node;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import jellybean.cluster.Peer;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.BadNameException;
import jellybean.message.NodeId;
import jellybean.net.MdnsDiscovery;
import jellybean.net.MdnsException;

/**
 * Makes a board known that has no identity yet, until it is told to end: by multicast DNS, as the
 * member {@code board-SERIAL} of the fleet {@value #FLEET}, at the port of its secure shell. No
 * fleet has that name, so no node takes it for a peer; whoever provisions boards looks for it.
 */
public final class UnprovisionedMain {
  /** The fleet of boards that are in none. */
  public static final String FLEET = "unprovisioned";

  private static final int SSH_PORT = 22;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final String EXPECTED = "unprovisioned: expected a serial number and an address";

  private UnprovisionedMain() {}

  public static void main(String[] args) {
    int status = run(List.of(args), new CountDownLatch(1));
    System.exit(status);
  }

  /** Speaks until {@code end} is counted down; answers the exit code. */
  static int run(List<String> args, CountDownLatch end) {
    if (args.size() != 2) {
      System.err.println(EXPECTED + ", found " + args.size() + " words");
      return USAGE;
    }
    try (MdnsDiscovery _ = MdnsDiscovery.advertise(FLEET, self(args.get(0), args.get(1)))) {
      System.out.print(
          Events.line(
              Events.of("unprovisioned")
                  .with(Keyword.of("serial"), new Text(args.get(0)))
                  .with(Keyword.of("address"), new Text(args.get(1)))));
      end.await();
      return 0;
    } catch (MdnsException | BadNameException e) {
      System.err.println(EXPECTED + ": " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static Peer self(String serial, String address) {
    return new Peer(new NodeId("board-" + serial), address, SSH_PORT);
  }
}
