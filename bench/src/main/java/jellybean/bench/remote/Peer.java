package jellybean.bench.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One of the two processes of a contestant. Says {@code {:event :ready :port n}}; a sender is then
 * told by its standard input what to measure, {@code flood 2000}, and answers {@code {:event
 * :measured :count n :ns n}}. Ends with its standard input.
 */
final class Peer {
  private static final int SENDER_ARGUMENTS = 4;

  private Peer() {}

  /**
   * @param args contestant, folder of the fleet, bytes of a raw body; of a sender also the port
   */
  public static void main(String[] args) throws IOException {
    Contestant contestant = Contestant.valueOf(args[0]);
    Path fleet = Path.of(args[1]);
    int bodyBytes = Integer.parseInt(args[2]);
    try (Side side =
            args.length == SENDER_ARGUMENTS
                ? contestant.sender(fleet, bodyBytes, Integer.parseInt(args[3]))
                : contestant.receiver(fleet, bodyBytes);
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      say("{:event :ready :port " + side.port() + "}");
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        String[] words = order.split(" ");
        Run run =
            new Run(Run.Kind.valueOf(words[0].toUpperCase(Locale.ROOT)), Long.parseLong(words[1]));
        side.begin(run);
        Run.Outcome outcome = run.done.join();
        say("{:event :measured :count " + outcome.count() + " :ns " + outcome.ns() + "}");
      }
    }
    // Whatever threads a library may have left.
    System.exit(0);
  }

  private static void say(String event) {
    System.out.println(event);
    System.out.flush();
  }
}
