package jellybean.device;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import jellybean.actor.Effect;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.wiring.Line;

/** The outputs of one device. Opened and moved by workers, one at a time. */
final class Lamps implements Effect.Source {
  private final Pins pins;
  private final List<Line> lines;
  private final AtomicReference<List<Board.Output>> outputs = new AtomicReference<>(List.of());

  Lamps(Pins pins, List<Line> lines) {
    this.pins = pins;
    this.lines = List.copyOf(lines);
  }

  List<Line> lines() {
    return lines;
  }

  /** Takes all pins, or none; says by what they are moved. */
  @Override
  public AutoCloseable open(Effect.Inlet inlet) {
    List<Board.Output> opened = new ArrayList<>();
    boolean isDone = false;
    try {
      for (Line line : lines) {
        opened.add(pins.output(line));
      }
      isDone = true;
    } finally {
      if (!isDone) {
        closeAll(opened);
      }
    }
    outputs.set(opened);
    inlet.offer(new Text(pins.kind()));
    return () -> closeAll(opened);
  }

  /** All of them, also if one cannot be closed: what that one said is thrown at the end. */
  private static void closeAll(List<Board.Output> opened) {
    List<DeviceException> failed = new ArrayList<>();
    for (Board.Output output : opened.reversed()) {
      try {
        output.close();
      } catch (DeviceException e) {
        failed.add(e);
      }
    }
    if (!failed.isEmpty()) {
      throw failed.getFirst();
    }
  }

  /** Work: nil when it is done, else what failed. */
  Value set(List<Integer> permille) {
    try {
      List<Board.Output> all = outputs.get();
      for (int i = 0; i < all.size(); i++) {
        all.get(i).set(permille.get(i));
      }
      return Nil.NIL;
    } catch (DeviceException e) {
      return new Text(String.valueOf(e.getMessage()));
    }
  }
}
