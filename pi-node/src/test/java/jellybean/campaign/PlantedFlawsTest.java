package jellybean.campaign;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import jellybean.campaign.Campaign.Outcome;
import jellybean.sim.Flaw;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator notices mistakes: each is planted, and has to violate what it ought to violate. */
class PlantedFlawsTest {
  /**
   * A mistake and who notices it.
   *
   * @param needs what schedules must be allowed to do to bring it to light
   * @param within so many schedules from seed 1 on
   * @param violated one of these has to be
   */
  record Row(Flaw flaw, Set<Ability> needs, int within, Set<String> violated) {
    @Override
    public String toString() {
      return flaw.toString();
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row(Flaw.NO_DUPLICATE_TABLE, Set.of(), 150, Set.of("volatile: never twice")),
          new Row(Flaw.REORDERS, Set.of(), 20, Set.of("in order per pair")),
          new Row(Flaw.LOSES, Set.of(), 20, Set.of("volatile: arrives or is reported")),
          new Row(Flaw.NO_ANTI_ENTROPY, Set.of(), 60, Set.of("all have the same documents")),
          new Row(
              Flaw.NOTHING_HANDED_BACK,
              Set.of(Ability.RECONCILES),
              200,
              Set.of("volatile: arrives or is reported")),
          new Row(
              Flaw.FORGETS_TOMBSTONES,
              Set.of(Ability.RECONCILES),
              300,
              Set.of("nothing runs that was not deployed", "all have the same documents")),
          new Row(
              Flaw.ADOPTION_RESTARTS,
              Set.of(Ability.TAKES_HOMES_OVER),
              100,
              Set.of("what lives goes on")),
          new Row(
              Flaw.NO_LEASE,
              Set.of(Ability.KEEPS_MAJORITY, Ability.RECONCILES),
              100,
              Set.of(NeverTwo.NAME)),
          new Row(Flaw.NO_FENCE, Set.of(), 300, Set.of("in order per pair")),
          new Row(
              Flaw.TABLE_VERSION_IGNORED,
              Set.of(Ability.TAKES_HOMES_OVER, Ability.RECONCILES),
              600,
              Set.of("all route alike", "everything deployed runs exactly once")));

  /** Those that can come to light in what the cluster can stand today. */
  static Stream<Row> rows() {
    return ROWS.stream().filter(row -> Ability.PRESENT.containsAll(row.needs()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isNoticed(Row row) {
    Campaign campaign = new Campaign();
    Set<String> seen = new HashSet<>();
    for (long seed = 1; seed <= row.within(); seed++) {
      Outcome outcome =
          campaign.run(Schedules.of(seed, Ability.PRESENT), Set.of(row.flaw()), Optional.empty());
      seen.addAll(Reports.names(outcome));
      if (seen.stream().anyMatch(row.violated()::contains)) {
        return;
      }
    }
    fail(row.flaw() + ": expected a violation of " + row.violated() + ", found " + seen);
  }
}
