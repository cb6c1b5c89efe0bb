package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import org.junit.jupiter.api.Test;

/** A real node with a real disk, ended by {@code kill -9} and started again. */
class KilledNodeTest extends RealFleet {
  private static final long SEED = 7;
  private static final int LIVES = 4;

  private RealNode start(String name, Path data) {
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

  /** The till's answer, which it gives when the payment is on disk. */
  private static Value pay(RealOperator operator, int amount) {
    return operator.ask(
        "ask",
        EdnMap.of(
            Keyword.of("to"),
            new Text("/ledger/till"),
            Keyword.of("name"),
            Keyword.of("pay"),
            Keyword.of("data"),
            Int.of(amount),
            Keyword.of("within-ms"),
            Int.of(20_000)));
  }

  /** What a durable actor shows may lag behind what it accepted: it is asked until it fits. */
  private static Value stateOf(RealOperator operator, String actor, Predicate<Value> right) {
    Value answer =
        operator.askUntil(
            "cat",
            new Text(actor),
            shown ->
                shown instanceof EdnMap row
                    && row.get(Keyword.of("status")) instanceof Keyword status
                    && status.equals(Keyword.of("running"))
                    && right.test(row.get(Keyword.of("state"), Nil.NIL)));
    return ((EdnMap) answer).get(Keyword.of("state"), Nil.NIL);
  }

  private static EdnMap till(RealOperator operator) {
    return (EdnMap) stateOf(operator, "/ledger/till", _ -> true);
  }

  private static long payments(EdnMap till) {
    return ((Int) till.get(Keyword.of("payments"), Int.of(0))).value();
  }

  @Test
  void everyPaymentThatWasConfirmedIsThereAfterEachKillAndBookedOnce() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    Path data = folder.resolve("data");
    RealNode node = start("a", data);
    RealOperator operator = operator(node);
    deploy(operator, "ledger.edn", EdnMap.EMPTY);
    long least = 0;
    for (int life = 0; life < LIVES; life++) {
      least = payUntilKilled(node, operator, 20 + random.nextInt(60));
      node = start("a", data);
      operator = operator(node);
      EdnMap till = till(operator);
      long paid = payments(till);
      assertTrue(paid >= least, "confirmed " + least + ", kept " + till + ", seed " + SEED);
      assertEquals("{:sum " + paid + ", :payments " + paid + "}", till.toString());
      EdnVector book = book(operator, paid);
      for (int i = 0; i < book.size(); i++) {
        assertEquals("{:number " + (i + 1) + ", :amount 1}", book.get(i).toString());
      }
    }
  }

  private static EdnVector book(RealOperator operator, long payments) {
    return (EdnVector)
        stateOf(
            operator,
            "/ledger/book",
            book -> book instanceof EdnVector rows && rows.size() == payments);
  }

  /** Pays one by one, and kills the node while the last payment is under way. */
  private static long payUntilKilled(RealNode node, RealOperator operator, int payments) {
    long confirmed = 0;
    for (int i = 0; i < payments; i++) {
      confirmed = payments((EdnMap) pay(operator, 1));
    }
    CompletableFuture<Void> last =
        CompletableFuture.runAsync(() -> pay(operator, 1)).exceptionally(_ -> null);
    node.kill();
    last.join();
    return confirmed;
  }

  @Test
  void aDamagedStoreIsSetAsideAndTheNodeSaysSo() throws Exception {
    Path data = folder.resolve("data");
    RealNode node = start("a", data);
    RealOperator operator = operator(node);
    deploy(operator, "ledger.edn", EdnMap.EMPTY);
    pay(operator, 3);
    pay(operator, 4);
    node.kill();
    Path log = onlyLog(data);
    byte[] bytes = Files.readAllBytes(log);
    bytes[20] ^= 1;
    Files.write(log, bytes);
    RealNode next = start("a", data);
    String reason = next.await("store-damaged", _ -> true).get(Keyword.of("reason")).toString();
    String aside = data.resolve("store/damaged-1").toString();
    assertTrue(reason.contains("damaged store: " + log + " at byte 0: expected an image"), reason);
    assertTrue(reason.contains("set aside in " + aside), reason);
    assertTrue(next.log().contains("set aside in " + aside), next.log());
    assertEquals(-1, Files.mismatch(Path.of(aside, log.getFileName().toString()), log(bytes)));
    next.awaitReady();
    Value nodes = operator(next).ask("nodes", Nil.NIL);
    assertTrue(nodes.toString().contains(":damage \"damaged store: "), nodes.toString());
  }

  private Path log(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("as-it-was"), bytes);
  }

  private static Path onlyLog(Path data) throws IOException {
    try (var files = Files.list(data.resolve("store"))) {
      List<Path> logs = files.filter(f -> f.toString().endsWith(".log")).toList();
      assertEquals(1, logs.size(), logs.toString());
      return logs.getFirst();
    }
  }

  @Test
  void theStoreOfAnotherNodeIsRefusedAndLeftAsItIs() throws Exception {
    Path data = folder.resolve("data");
    RealNode node = start("a", data);
    node.awaitReady();
    node.close();
    byte[] before = Files.readAllBytes(onlyLog(data));
    RealNode other = start("b", data);
    assertEquals(1, other.awaitEnd());
    assertTrue(
        other
            .log()
            .contains(
                "jelly node: "
                    + onlyLog(data)
                    + ": expected the store of node \"b\", found that of \"a\""),
        other.log());
    assertEquals(new String(before, "UTF-8"), Files.readString(onlyLog(data)));
  }

  @Test
  void aLifeHasALargerNumberThanTheOneBeforeWhateverTheClockSays() throws Exception {
    Path data = folder.resolve("data");
    RealNode first = start("a", data);
    first.awaitReady();
    long before = incarnation(operator(first));
    first.kill();
    RealNode second = start("a", data);
    second.awaitReady();
    assertTrue(incarnation(operator(second)) > before);
  }

  private static long incarnation(RealOperator operator) {
    String nodes = operator.ask("nodes", Nil.NIL).toString();
    return Long.parseLong(nodes.replaceFirst("(?s).*:incarnation ([0-9]+).*", "$1"));
  }
}
