package jellybean.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import jellybean.actor.Behaviour;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.metrics.Catalogue;
import jellybean.metrics.Metric;
import jellybean.metrics.MetricValues;

/**
 * The part of a node at {@code /sys/<node>/metrics}: its state is the values of all metrics as they
 * are when somebody looks. Answers {@code :read} with them, {@code :describe} with what they mean,
 * and {@code :unnamed} with what the node counts and the list of metrics lacks, which is a fault.
 */
final class MetricsPart implements Behaviour<Value> {
  private final Supplier<EdnMap> measures;

  MetricsPart(Supplier<EdnMap> measures) {
    this.measures = measures;
  }

  @Override
  public Value initial() {
    return Nil.NIL;
  }

  @Override
  public Value show(Value state) {
    return MetricValues.of(measures.get());
  }

  @Override
  public Step<Value> handle(Value state, Delivery delivery) {
    return delivery
        .info()
        .replyTo()
        .map(to -> Step.of(state, new Effect.Answer(to, answer(delivery))))
        .orElseGet(() -> Step.of(state));
  }

  private Value answer(Delivery question) {
    return switch (question.name().toString()) {
      case ":read" -> MetricValues.of(measures.get());
      case ":describe" -> described();
      case ":unnamed" ->
          EdnVector.of(Catalogue.unnamed(measures.get()).stream().<Value>map(Text::new).toList());
      default ->
          ShellProtocol.error(
              "unknown question "
                  + question.name()
                  + " to "
                  + question.info().self()
                  + ": expected :read, :describe or :unnamed");
    };
  }

  private static Value described() {
    List<Value> rows = new ArrayList<>();
    for (Metric metric : Catalogue.ALL) {
      String type = metric.type().name().toLowerCase(Locale.ROOT);
      rows.add(EdnVector.of(Keyword.of(metric.name()), Keyword.of(type), new Text(metric.help())));
    }
    return EdnVector.of(rows);
  }
}
