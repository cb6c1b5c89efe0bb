package jellybean.device;

import java.util.function.Consumer;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Step;
import jellybean.edn.Int;
import jellybean.edn.Value;

/**
 * Writes each message into the log; its state is how many there were. The log's writers are a ring
 * in memory and standard error, so a step may write itself, which keeps the lines in order.
 */
final class Log implements Behaviour<Int> {
  /** Characters of a line; the rest is left out. */
  static final int MAX_CHARS = 2_000;

  private final Consumer<String> sink;

  Log(Consumer<String> sink) {
    this.sink = sink;
  }

  @Override
  public Int initial() {
    return Int.of(0);
  }

  @Override
  public Step<Int> handle(Int lines, Delivery delivery) {
    String line =
        delivery.info().self()
            + " from "
            + delivery.info().from()
            + ": "
            + delivery.name()
            + " "
            + delivery.data();
    sink.accept(line.length() > MAX_CHARS ? line.substring(0, MAX_CHARS) + " …" : line);
    return Step.of(Int.of(lines.value() + 1));
  }

  @Override
  public Value show(Int lines) {
    return lines;
  }
}
