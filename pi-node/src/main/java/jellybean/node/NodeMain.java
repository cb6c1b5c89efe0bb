package jellybean.node;

import java.util.List;
import org.tinylog.Logger;

/** Runs one node until it is told to end. */
public final class NodeMain {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  /** At the end of the process the last events may take that long to be written. */
  private static final long LAST_EVENTS_MS = 1_000;

  private NodeMain() {}

  public static void main(String[] args) {
    int status = run(List.of(args));
    if (status != OK) {
      System.exit(status);
    }
  }

  /** Runs until the process is told to end, or its parent is gone; answers the exit code. */
  public static int run(List<String> args) {
    if (args.contains("--help")) {
      System.out.print(NodeConfig.USAGE);
      return OK;
    }
    NodeConfig config;
    try {
      config = NodeConfig.parse(args);
    } catch (ConfigException e) {
      System.err.println("jelly node: " + e.getMessage());
      return USAGE;
    }
    return run(config);
  }

  private static int run(NodeConfig config) {
    Lifetime life = new Lifetime(System.err, () -> Runtime.getRuntime().halt(FAILED));
    LineWriter events = Events.lines(System.out);
    try {
      new Lives(
              config,
              Settings.ownAddress(config.host()),
              event -> events.write(Events.line(event)),
              life)
          .run(
              () -> {
                Runtime.getRuntime()
                    .addShutdownHook(new Thread(life::endAndWait, "jelly-shutdown"));
                if (config.exitWithParent()) {
                  ParentWatch.start(System.in, () -> System.exit(OK));
                }
              });
      return life.hasFailed() ? FAILED : OK;
    } catch (RuntimeException e) {
      Logger.debug(e, "the node cannot start");
      System.err.println("jelly node: " + e.getMessage());
      return FAILED;
    } finally {
      events.flush(LAST_EVENTS_MS);
      life.closed();
    }
  }
}
