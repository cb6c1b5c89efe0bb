package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.system.Bundle;
import org.junit.jupiter.api.Test;

/** A till on one node and its book on another, real ones, ended by {@code kill -9}. */
class DurableAcrossNodesTest extends RealFleet {
  private static final String SHOP =
      """
      {:supervisor shop
       :children [{:actor till :durable true :place "a" :state 0
                   :on {:pay (fn [till n i]
                               {:state (inc till)
                                :say [[:paid (inc till)]]
                                :reply (if (:reply-to i) [[(:reply-to i) (inc till)]] [])})}
                   :says #{:paid}}
                  {:actor book :durable true :place "b" :state []
                   :on {:paid (fn [book n] {:state (conj book n)})}}]}
      """;

  private RealNode start(String name) {
    Path data = folder.resolve("data-" + name);
    RealNode node =
        RealNode.start(
            name,
            fleet.node(name),
            folder,
            BoardProcess.JVM_OPTIONS,
            List.of("--port", "0", "--profile", "desk", "--data", data.toString()));
    open.add(node);
    return node;
  }

  private static void deployShop(RealOperator operator) {
    Bundle bundle =
        Bundle.collect(
            "shop.edn",
            name ->
                name.equals("shop.edn")
                    ? Optional.of(SHOP.getBytes(StandardCharsets.UTF_8))
                    : Optional.empty());
    Value answer =
        operator.ask(
            "deploy",
            EdnMap.of(
                Keyword.of("name"),
                new Text("shop"),
                Keyword.of("bundle"),
                bundle.toValue(),
                Keyword.of("with"),
                EdnMap.EMPTY));
    assertTrue(answer instanceof EdnMap, () -> "not deployed: " + answer);
  }

  /** The answer comes when the payment is on the till's disk. */
  private static void pay(RealOperator operator) {
    operator.ask(
        "ask",
        EdnMap.of(
            Keyword.of("to"),
            new Text("/shop/till"),
            Keyword.of("name"),
            Keyword.of("pay"),
            Keyword.of("data"),
            Nil.NIL,
            Keyword.of("within-ms"),
            Int.of(60_000)));
  }

  private static EdnVector bookOf(RealOperator operator, int payments) {
    Value answer =
        operator.askUntil(
            "cat",
            new Text("/shop/book"),
            shown ->
                shown instanceof EdnMap row
                    && row.get(Keyword.of("state"), Nil.NIL) instanceof EdnVector book
                    && book.size() >= payments);
    return (EdnVector) ((EdnMap) answer).get(Keyword.of("state"), Nil.NIL);
  }

  private static EdnVector numbers(int upTo) {
    EdnVector all = EdnVector.EMPTY;
    for (int i = 1; i <= upTo; i++) {
      all = all.append(Int.of(i));
    }
    return all;
  }

  @Test
  void whatWasPaidIsBookedOnceAndInOrderThoughBothBoardsLostTheirPower() {
    RealNode a = start("a");
    RealNode b = start("b");
    a.awaitMember("b");
    b.awaitMember("a");
    RealOperator operator = operator(a);
    deployShop(operator);
    for (int i = 0; i < 10; i++) {
      pay(operator);
    }
    b.kill();
    for (int i = 0; i < 10; i++) {
      pay(operator);
    }
    a.kill();
    a = start("a");
    start("b");
    a.awaitMember("b");
    assertEquals(numbers(20), bookOf(operator(a), 20));
  }

  /** By the table; all of it may have come there, or nothing. */
  private static final Pattern PLACED_ON_C = Pattern.compile("\"/shop/book\" \\[:\\w+,? \"c\"\\]");

  private static Value order(RealOperator operator, String member) {
    return operator.ask(
        "move",
        EdnMap.of(
            Keyword.of("to"), new Text("/shop/book"), Keyword.of("member"), new Text(member)));
  }

  private static boolean livesOn(Value shown, String member) {
    return shown.toString().contains(":member \"" + member + "\"");
  }

  /** Pays again and again, on a thread of its own, until it is stopped. */
  private final class Customer implements AutoCloseable {
    private final RealOperator operator;
    private final AtomicInteger paid = new AtomicInteger();
    private final AtomicBoolean isDone = new AtomicBoolean();
    private final Thread thread = new Thread(this::payOn, "customer");

    Customer(RealNode node) {
      operator = operator(node);
      open.add(this);
      thread.start();
    }

    private void payOn() {
      while (!isDone.get()) {
        pay(operator);
        paid.incrementAndGet();
      }
    }

    int paid() {
      isDone.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return paid.get();
    }

    @Override
    public void close() {
      isDone.set(true);
      thread.interrupt();
    }
  }

  @Test
  void aBookThatMovesWhileOthersPayLosesDoublesAndSwapsNothingThoughItsOldBoardDiesInTheMiddle() {
    RealNode a = start("a");
    RealNode b = start("b");
    RealNode c = start("c");
    for (RealNode node : List.of(a, b, c)) {
      List.of("a", "b", "c").stream()
          .filter(n -> !n.equals(node.name()))
          .forEach(node::awaitMember);
    }
    RealOperator operator = operator(a);
    deployShop(operator);
    Customer customer = new Customer(a);
    bookOf(operator, 10);
    for (String to : List.of("c", "b")) {
      Value answer = order(operator, to);
      assertTrue(answer.toString().contains(":done :move"), answer.toString());
    }
    RealOperator mover = operator(a);
    Thread.ofVirtual().start(() -> order(mover, "c")); // Whether it is answered does not matter.
    operator.askUntil(
        "cat", new Text("/shop"), shown -> PLACED_ON_C.matcher(shown.toString()).find());
    b.kill();
    a.awaitLossOf("b");
    start("b");
    a.awaitMember("b");
    int paid = customer.paid();
    assertEquals(numbers(paid), bookOf(operator(a), paid));
    Value shown = operator.ask("cat", new Text("/shop/book"));
    String to = livesOn(shown, "c") ? "b" : "c";
    Value answer = order(operator, to);
    assertTrue(answer.toString().contains(":done :move"), answer.toString());
    assertTrue(livesOn(operator.ask("cat", new Text("/shop/book")), to), "it moves again");
    assertEquals(numbers(paid), bookOf(operator, paid));
  }
}
