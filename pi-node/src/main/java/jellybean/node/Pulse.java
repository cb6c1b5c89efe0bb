package jellybean.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import jellybean.cluster.FleetTime;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.message.NodeId;
import jellybean.port.Timers;
import jellybean.port.Workers;
import org.tinylog.Logger;

/**
 * Says in a file that the node answers, for what watches over the board: {@code {:node "plum"
 * :members 3 :beats 17}}, written anew every {@link #EVERY_MS} as long as all loops get to what
 * they are asked. A file that is older tells that the node hangs, has ended, or cannot write.
 *
 * <p>If the board's clock cannot be right, and peers have said what time it is, {@code :time-s} is
 * that, in seconds since 1970: whoever may set the clock does it by that.
 */
final class Pulse {
  static final long EVERY_MS = 5_000;

  private static final Keyword NODE = Keyword.of("node");
  private static final Keyword MEMBERS = Keyword.of("members");
  private static final Keyword BEATS = Keyword.of("beats");
  private static final Keyword TIME = Keyword.of("time-s");

  private final Path file;
  private final NodeId self;
  private final Heart heart;
  private final IntSupplier members;
  private final Supplier<FleetTime.Reading> clock;
  private long beats;

  /** All that has to answer before the file is written. */
  @FunctionalInterface
  interface Heart {
    /** Has {@code then} run, on any thread, when every loop has got to it; never if one hangs. */
    void ask(Runnable then);
  }

  /**
   * @param members how many there are, this one included
   */
  Pulse(
      Path file, NodeId self, Heart heart, IntSupplier members, Supplier<FleetTime.Reading> clock) {
    this.file = file;
    this.self = self;
    this.heart = heart;
    this.members = members;
    this.clock = clock;
  }

  /** Beats regularly from now on; a loop that hangs is asked once, not again and again. */
  void start(Timers timers, Workers workers) {
    heart.ask(
        () -> {
          var unused = workers.run(this::beat);
          timers.after(EVERY_MS, () -> start(timers, workers));
        });
  }

  /** A worker's thread; another one may still write the beat before. */
  private synchronized void beat() {
    beats++;
    EdnMap now =
        EdnMap.of(
            NODE, new Text(self.value()),
            MEMBERS, Int.of(members.getAsInt()),
            BEATS, Int.of(beats));
    FleetTime.Reading time = clock.get();
    if (time.source() == FleetTime.Source.PEERS) {
      now = now.with(TIME, Int.of(TimeUnit.MILLISECONDS.toSeconds(time.timeMs())));
    }
    try {
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.write(next, (now + "\n").getBytes(StandardCharsets.UTF_8));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Logger.warn("the pulse of {} cannot be written to {}: {}", self, file, e.toString());
    }
  }
}
