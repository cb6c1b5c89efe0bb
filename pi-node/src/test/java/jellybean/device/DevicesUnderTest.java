package jellybean.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jellybean.actor.ActorSpec;
import jellybean.actor.Effect;
import jellybean.actor.Router;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Via;
import jellybean.sim.Script;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import jellybean.system.ChildPolicy;
import jellybean.system.DeviceDef;

/** A device {@code /s/d} on a simulated node, and {@code /s/ear}, which records what it says. */
final class DevicesUnderTest {
  final Simulation simulation = new Simulation(1);
  final SimNode node = simulation.node("a");

  static Set<Keyword> names(String... names) {
    return Stream.of(names).map(Keyword::of).collect(Collectors.toSet());
  }

  static DeviceDef def(String type, EdnMap config, Set<Keyword> says) {
    return new DeviceDef("d", Keyword.of(type), config, Set.of(), says, ChildPolicy.DEFAULT);
  }

  DevicesUnderTest start(Driver driver, EdnMap config, String... says) {
    node.actors().install(new ToTheEar());
    node.start("/s/ear", Script.recorder());
    DeviceDef def = def(driver.type().name(), config, names(says));
    node.actors().start(ActorSpec.of(new Address("/s/d"), "device", driver.create(def)));
    simulation.runNow();
    return this;
  }

  void send(String name, Value data) {
    node.send("/s/x", "/s/d", name, data);
  }

  /** Asks as an actor does; the answer is recorded by {@code /s/asker}. */
  void ask(String asker, String name, Value data) {
    Effect.Ask reply = new Effect.Ask(Keyword.of("answer"), 60_000);
    node.start(
        asker,
        Script.recorder(
            new Effect.Send(new Address("/s/d"), Keyword.of(name), data, Optional.of(reply))));
  }

  /** {@code [name data]} of all that it said. */
  List<Value> said() {
    return recorded("/s/ear");
  }

  List<Value> recorded(String actor) {
    List<Value> all = new ArrayList<>();
    ((EdnVector) node.state(actor)).forEach(all::add);
    return all;
  }

  private static final class ToTheEar implements Router {
    @Override
    public List<Receiver> route(Said said, long seed, ToIntFunction<Address> queueLength) {
      return List.of(new Receiver(new Address("/s/ear"), said.name(), Via.NONE));
    }

    @Override
    public Place locate(Address address) {
      return new Place.Nowhere();
    }
  }
}
