package jellybean.system;

import java.util.List;
import java.util.stream.Collectors;
import jellybean.lang.Fault;

/** A document with faults where one without was expected; the message has a line per fault. */
public final class DocumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  DocumentException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  public List<Fault> faults() {
    return faults;
  }
}
