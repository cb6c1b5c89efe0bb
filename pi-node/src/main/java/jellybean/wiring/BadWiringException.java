package jellybean.wiring;

import java.util.List;
import java.util.stream.Collectors;
import jellybean.lang.Fault;

/** A description of wiring has faults; the message has a line for each. */
public final class BadWiringException extends RuntimeException {
  public BadWiringException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
  }
}
