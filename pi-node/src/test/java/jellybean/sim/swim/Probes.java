package jellybean.sim.swim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import jellybean.cluster.Member;
import jellybean.message.NodeId;
import jellybean.sim.swim.Rumour.Life;
import jellybean.sim.swim.Rumour.Pong;
import jellybean.sim.swim.Rumour.Status;

/** Asks one member after the other whether it lives, directly and then through others. */
final class Probes {
  private final Swim swim;
  private final Beliefs beliefs;
  private final Deque<Member> next = new ArrayDeque<>();
  private final Map<Long, Consumer<Pong>> open = new HashMap<>();
  private long numbers;

  Probes(Swim swim, Beliefs beliefs) {
    this.swim = swim;
    this.beliefs = beliefs;
  }

  /** Probes the next member. */
  void round() {
    Optional<Member> target = choose();
    if (target.isEmpty()) {
      return;
    }
    Life life = Life.of(target.get());
    long number = ask(pong -> result(life, pong));
    swim.send(life.node(), new Rumour.Ping(number, life));
    var unused =
        swim.node.after(
            swim.profile.pingTimeoutMs(),
            () -> {
              if (open.containsKey(number)) {
                askHelpers(target.get(), number);
              }
            });
  }

  private Optional<Member> choose() {
    for (int i = 0; i < 2; i++) {
      while (!next.isEmpty()) {
        Member member = next.removeFirst();
        if (beliefs.find(Life.of(member)).isPresent()) {
          return Optional.of(member);
        }
      }
      next.addAll(shuffled());
    }
    return Optional.empty();
  }

  private List<Member> shuffled() {
    List<Member> others = new ArrayList<>(beliefs.others());
    Collections.shuffle(others, new Random(swim.random.nextLong()));
    return others;
  }

  private void askHelpers(Member target, long number) {
    Life life = Life.of(target);
    List<Member> helpers = shuffled();
    helpers.removeIf(helper -> Life.of(helper).equals(life));
    helpers.stream()
        .limit(swim.profile.pingHelpers())
        .forEach(helper -> swim.send(helper.node(), new Rumour.PingFor(number, target)));
    long leftMs = (long) swim.profile.pingIntervalMs() - swim.profile.pingTimeoutMs();
    var unused =
        swim.node.after(
            helpers.isEmpty() ? 0 : leftMs,
            () -> {
              if (open.remove(number) != null) {
                beliefs.probed(life, Status.SUSPECT);
              }
            });
  }

  private void result(Life life, Pong pong) {
    beliefs.probed(life, pong.isGone() ? Status.DEAD : Status.ALIVE);
  }

  private long ask(Consumer<Pong> answer) {
    long number = ++numbers;
    open.put(number, answer);
    return number;
  }

  /** Another node asks for a probe. */
  void probeFor(NodeId asker, Rumour.PingFor ping) {
    long number = ask(pong -> swim.send(asker, new Pong(ping.number(), pong.isGone())));
    swim.send(ping.whom().node(), new Rumour.Ping(number, Life.of(ping.whom())));
    var unused = swim.node.after(swim.profile.pingIntervalMs(), () -> open.remove(number));
  }

  void answered(Pong pong) {
    Consumer<Pong> waiting = open.remove(pong.number());
    if (waiting != null) {
      waiting.accept(pong);
    }
  }
}
