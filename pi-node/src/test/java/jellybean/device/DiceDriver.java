package jellybean.device;

import java.util.Map;
import java.util.Set;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceDef;

/** {@code {:device dice :type :dice :sides 6 :on #{:roll} :says #{:rolled}}}. */
final class DiceDriver implements Driver {
  private static final Keyword SIDES = Keyword.of("sides");
  private static final Keyword ROLL = Keyword.of("roll");
  private static final Keyword ROLLED = Keyword.of("rolled");

  @Override
  public Keyword type() {
    return Keyword.of("dice");
  }

  @Override
  public DeviceCatalogue.DeviceType contract() {
    return new DeviceCatalogue.DeviceType(
        Map.of(SIDES, ConfigKey.optional(Config.COUNT)), Set.of(ROLL), Set.of(ROLLED));
  }

  @Override
  public Behaviour<?> create(DeviceDef def) {
    long sides = Math.max(1, Config.count(def, SIDES, 6));
    return new Dice(sides);
  }

  /** Pure: chance comes with the message. */
  private record Dice(long sides) implements Behaviour<Int> {
    @Override
    public Int initial() {
      return Int.of(0);
    }

    @Override
    public Step<Int> handle(Int rolls, Delivery delivery) {
      long rolled = 1 + Math.floorMod(delivery.info().seed(), sides);
      return Step.of(Int.of(rolls.value() + 1), Effect.say(ROLLED, Int.of(rolled)));
    }

    @Override
    public Value show(Int rolls) {
      return rolls;
    }
  }
}
