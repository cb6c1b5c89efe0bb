package jellybean.bench.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The two processes of a contestant. They live through all rounds, so each is warm. */
final class Pair implements AutoCloseable {
  private static final long WARM_MS = 500;
  private static final double US_PER_S = 1e6;
  private static final double NS_PER_S = 1e9;
  private static final double NS_PER_US = 1e3;

  /** What all Java of the measurement runs with; the heap is small, and the same for all. */
  static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms128m",
          "-Xmx128m",
          "-XX:MaxDirectMemorySize=64m",
          "-XX:+UseSerialGC",
          // Of what Pekko uses the JVM warns otherwise.
          "--sun-misc-unsafe-memory-access=allow");

  final Contestant contestant;
  private final Child receiver;
  private final Child sender;

  /**
   * One measurement.
   *
   * @param count messages, or round trips
   * @param perSecond of them
   * @param us of each
   * @param cpuUs of both processes together, for each
   */
  record Figure(double count, double perSecond, double us, double cpuUs) {}

  private Pair(Contestant contestant, Child receiver, Child sender) {
    this.contestant = contestant;
    this.receiver = receiver;
    this.sender = sender;
  }

  static Pair start(Contestant contestant, List<String> jvmOptions, Path fleet, int sameBytes)
      throws InterruptedException {
    String name = contestant.label;
    int bodyBytes = contestant == Contestant.RAW_SAME ? sameBytes : Run.MESSAGE_BYTES;
    int epmd = contestant.isErlang() ? freePort() : 0;
    List<String> command =
        contestant.isErlang()
            ? erlang(contestant, fleet, epmd, Contestant.receiverId())
            : java(contestant, jvmOptions, fleet, bodyBytes);
    Child receiver = Child.start(name + " (receiver)", command);
    try {
      int port = (int) Child.number(receiver.next(), "port");
      Child sender =
          Child.start(
              name + " (sender)",
              contestant.isErlang()
                  ? erlang(contestant, fleet, epmd, Contestant.senderId())
                  : with(command, Integer.toString(port)));
      Pair pair = new Pair(contestant, receiver, sender);
      sender.next();
      return pair;
    } catch (RuntimeException e) {
      receiver.close();
      throw e;
    }
  }

  private static List<String> java(
      Contestant contestant, List<String> options, Path fleet, int bodyBytes) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Peer.class.getName(),
            contestant.name(),
            fleet.toString(),
            Integer.toString(bodyBytes)));
    return command;
  }

  /** Without its port mapper: the receiver has a port that both know, the sender none. */
  private static List<String> erlang(Contestant contestant, Path fleet, int port, String id) {
    boolean isReceiver = id.equals(Contestant.receiverId());
    List<String> command =
        new ArrayList<>(List.of("erl", "-noshell", "-start_epmd", "false", "-erl_epmd_port"));
    command.add(Integer.toString(port));
    command.addAll(List.of("-name", id + "@127.0.0.1", "-setcookie", "bench", "-hidden"));
    command.addAll(List.of("-kernel", "inet_dist_use_interface", "{127,0,0,1}"));
    if (!isReceiver) {
      command.addAll(List.of("-dist_listen", "false"));
    }
    if (contestant.isSecure) {
      String options = fleet.resolve(Keys.ERLANG).toString();
      command.addAll(List.of("-proto_dist", "inet_tls", "-ssl_dist_optfile", options));
    }
    command.addAll(List.of("-pa", fleet.toString(), "-s", "remote"));
    command.add(isReceiver ? "receiver" : "sender");
    return command;
  }

  private static List<String> with(List<String> command, String more) {
    List<String> all = new ArrayList<>(command);
    all.add(more);
    return all;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free on 127.0.0.1", e);
    }
  }

  Figure measure(Run.Kind kind, long ms) throws InterruptedException {
    double cpuBefore = cpuSeconds();
    sender.tell(kind.name().toLowerCase(Locale.ROOT) + " " + ms);
    var outcome = sender.next();
    double cpu = cpuSeconds() - cpuBefore;
    double count = Child.number(outcome, "count");
    double ns = Child.number(outcome, "ns");
    return new Figure(count, count * NS_PER_S / ns, ns / NS_PER_US / count, cpu * US_PER_S / count);
  }

  /**
   * Measures for nothing until so many were sent, because a virtual machine is warm after work, not
   * after time; but not for ever.
   */
  void warm(Run.Kind kind, Plan.Warming warming) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(warming.atMostMs());
    long least = kind == Run.Kind.FLOOD ? warming.messages() : warming.roundTrips();
    double sent = 0;
    while (sent < least && System.nanoTime() < end) {
      sent += measure(kind, WARM_MS).count();
    }
  }

  private double cpuSeconds() {
    return receiver.cpuSeconds() + sender.cpuSeconds();
  }

  @Override
  public void close() {
    sender.close();
    receiver.close();
  }
}
