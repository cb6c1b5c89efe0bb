package jellybean.campaign;

import java.util.EnumSet;
import java.util.Set;

/** What a cluster can stand; schedules ask for no more. */
enum Ability {
  /** A member that is lost for longer than membership waits: its systems run on elsewhere. */
  TAKES_HOMES_OVER,
  /** A new version of a document: durable actors stay where their state is. */
  DEPLOYS_IN_PLACE,
  /** Parts that take each other for dead, and meet again. */
  RECONCILES,
  /** Documents with {@code :on-partition :majority}. */
  KEEPS_MAJORITY;

  /** What it can stand today. */
  static final Set<Ability> PRESENT = EnumSet.allOf(Ability.class);

  /** After that time without a sign a live member may be taken for dead. */
  private static final long NOTICED_MS = 2_000;

  static Set<Ability> neededFor(Act act, long lengthMs) {
    return switch (act) {
      case Act.Crash _, Act.Leave _ -> EnumSet.of(TAKES_HOMES_OVER);
      case Act.Split _, Act.Pause _, Act.OneWay _, Act.Cut _, Act.Flap _ ->
          lengthMs < NOTICED_MS ? EnumSet.noneOf(Ability.class) : EnumSet.of(RECONCILES);
      case Act.Slow _, Act.Everywhere _, Act.Between _ -> EnumSet.of(RECONCILES);
      case Act.Break _,
          Act.Clock _,
          Act.Rate _,
          Act.SlowDisk _,
          Act.Deploy _,
          Act.DeployAgain _,
          Act.Undeploy _,
          Act.Spawn _,
          Act.Move _,
          Act.Strain _ ->
          EnumSet.noneOf(Ability.class);
    };
  }
}
