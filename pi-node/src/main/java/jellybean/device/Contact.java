package jellybean.device;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import jellybean.actor.Effect;
import jellybean.edn.Bool;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.wiring.Line;

/** The input of one device. Its changes come as nil, whatever they were: whoever hears reads. */
final class Contact implements Effect.Source {
  private final Pins pins;
  private final Line line;
  private final LongSupplier nowMs;
  private final AtomicReference<Optional<Board.Input>> input =
      new AtomicReference<>(Optional.empty());

  Contact(Pins pins, Line line, LongSupplier nowMs) {
    this.pins = pins;
    this.line = line;
    this.nowMs = nowMs;
  }

  Line line() {
    return line;
  }

  @Override
  public AutoCloseable open(Effect.Inlet inlet) {
    Board.Input opened = pins.input(line, () -> inlet.offer(Nil.NIL));
    input.set(Optional.of(opened));
    inlet.offer(new Text(pins.kind()));
    return opened;
  }

  /** Work: {@code [pressed? when]}, or what failed. */
  Value read() {
    try {
      return input
          .get()
          .<Value>map(i -> EdnVector.of(Bool.of(i.isActive()), Int.of(nowMs.getAsLong())))
          .orElse(Nil.NIL);
    } catch (DeviceException e) {
      return new Text(String.valueOf(e.getMessage()));
    }
  }
}
