package jellybean.system;

import java.util.Optional;

/** What a declaration says about how its child is kept; the rest is as elsewhere declared. */
record PolicyKeys(
    Optional<Place> place,
    Optional<RestartType> restart,
    Optional<Shutdown> shutdown,
    Optional<Boolean> significant) {
  static final PolicyKeys NONE =
      new PolicyKeys(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** This, and what this leaves open from {@code inner}. */
  PolicyKeys over(PolicyKeys inner) {
    return new PolicyKeys(
        place.or(inner::place),
        restart.or(inner::restart),
        shutdown.or(inner::shutdown),
        significant.or(inner::significant));
  }

  ChildPolicy over(ChildPolicy rest) {
    return new ChildPolicy(
        place.orElse(rest.place()),
        restart.orElse(rest.restart()),
        shutdown.orElse(rest.shutdown()),
        significant.orElse(rest.significant()));
  }
}
