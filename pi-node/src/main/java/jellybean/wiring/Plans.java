package jellybean.wiring;

import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Position;
import jellybean.edn.ReadLimits;
import jellybean.edn.Syntax;
import jellybean.lang.Fault;

/** Reads descriptions of wiring. */
public final class Plans {
  /**
   * What reading gave.
   *
   * @param plan there if there are no faults
   * @param faults all, in the order of the text
   */
  public record Outcome(Optional<Plan> plan, List<Fault> faults) {
    public Outcome {
      faults = List.copyOf(faults);
    }
  }

  private Plans() {}

  /** Reads and checks a description; what is wrong with it is in the outcome. */
  public static Outcome read(byte[] utf8, String source) {
    try {
      List<Syntax> forms = EdnReader.of(utf8, source, ReadLimits.DOCUMENT).allSyntax();
      if (forms.size() != 1 || !(forms.getFirst().value() instanceof EdnMap)) {
        Fault fault =
            new Fault(
                source,
                forms.isEmpty() ? Position.START : forms.getLast().at(),
                "bad wiring: expected one map, found "
                    + (forms.isEmpty() ? "nothing" : forms.getLast().value()));
        return new Outcome(Optional.empty(), List.of(fault));
      }
      return checked(forms.getFirst(), source);
    } catch (EdnException e) {
      Fault fault = new Fault(source, e.at(), e.detail());
      return new Outcome(Optional.empty(), List.of(fault));
    }
  }

  private static Outcome checked(Syntax form, String source) {
    Faults faults = new Faults(source);
    Plan plan = new PlanReader(source, faults).read(form);
    PinCheck.check(plan, faults);
    List<Fault> found = faults.sorted();
    return new Outcome(found.isEmpty() ? Optional.of(plan) : Optional.empty(), found);
  }

  /**
   * The same for whoever needs the plan.
   *
   * @throws BadWiringException every fault, a line each
   */
  public static Plan require(byte[] utf8, String source) {
    Outcome outcome = read(utf8, source);
    return outcome.plan().orElseThrow(() -> new BadWiringException(outcome.faults()));
  }
}
