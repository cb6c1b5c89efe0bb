package jellybean.wire;

import java.io.OutputStream;
import jellybean.edn.EdnException;
import jellybean.edn.EdnPrinter;
import jellybean.edn.ReadLimits;
import jellybean.edn.Value;
import jellybean.wire.FrameException.Fault;

/** Prints what the other side is able to read, or nothing. */
final class Printing {
  private Printing() {}

  static byte[] bytes(String what, Value value, ReadLimits limits) {
    try {
      return EdnPrinter.toBytes(value, limits);
    } catch (EdnException e) {
      throw new FrameException(fault(value), what + ": " + e.getMessage());
    }
  }

  /** Whether it is the limits, or the value could not be printed at all. */
  private static Fault fault(Value value) {
    try {
      EdnPrinter.write(value, OutputStream.nullOutputStream());
      return Fault.TOO_LARGE;
    } catch (EdnException e) {
      return Fault.NOT_DATA;
    }
  }
}
