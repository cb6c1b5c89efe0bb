package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.Nil;
import org.junit.jupiter.api.Test;

class MembersTest {
  private final MemberFeed feed = new MemberFeed();
  private final DevicesUnderTest devices = new DevicesUnderTest();

  private void members(String list) {
    feed.accept((EdnMap) EdnReader.readOne(list));
    devices.simulation.runFor(20);
  }

  private void start() {
    devices.start(new MembersDriver(feed), EdnMap.EMPTY, "members");
    devices.simulation.runFor(20);
  }

  private String last() {
    return devices.said().getLast().toString();
  }

  @Test
  void itSaysWhoIsThereWhenItStartsAndWhoCameAndLeft() {
    members("{\"b\" [3 :led] \"a\" 1}");
    start();
    assertEquals(
        "[:members {:now [\"a\" \"b\"], :came [\"a\" \"b\"], :left [], :tags {\"a\" #{}, \"b\""
            + " #{:led}}}]",
        last());
    members("{\"b\" [3 :led] \"a\" 1 \"c\" 1}");
    assertEquals(
        "[:members {:now [\"a\" \"b\" \"c\"], :came [\"c\"], :left [], :tags {\"a\" #{}, \"b\""
            + " #{:led}, \"c\" #{}}}]",
        last());
    members("{\"a\" 1 \"c\" 1}");
    assertTrue(last().contains(":came [], :left [\"b\"]"), last());
    assertEquals(3, devices.said().size());
    assertEquals("{\"a\" #{}, \"c\" #{}}", devices.node.shown("/s/d"));
  }

  @Test
  void aListThatSaysTheSameIsNotSaid() {
    start();
    members("{\"a\" 1}");
    members("{\"a\" 2}");
    assertEquals(1, devices.said().size());
    members("{\"a\" [2 :led]}");
    assertTrue(last().contains(":came [], :left [], :tags {\"a\" #{:led}}"), last());
  }

  @Test
  void changesThatComeTooFastAreSaidAsOne() {
    start();
    devices.node.slowDownJobs(50, false);
    for (int n = 1; n <= 300; n++) {
      feed.accept((EdnMap) EdnReader.readOne("{\"a\" 1 \"n" + n + "\" 1}"));
    }
    devices.simulation.runFor(1_000);
    assertTrue(last().contains(":now [\"a\" \"n300\"]"), last());
    assertTrue(devices.said().size() <= 3, devices.said().toString());
    assertEquals(0, devices.node.dead("overflow"));
  }

  @Test
  void manyAreInTheOrderOfTheirNames() {
    start();
    String all =
        IntStream.range(0, 64)
            .mapToObj(i -> "\"n" + (10 + (i * 37) % 64) + "\" 1")
            .collect(Collectors.joining(" ", "{", "}"));
    members(all);
    String names =
        IntStream.range(0, 64)
            .mapToObj(i -> "\"n" + (10 + i) + "\"")
            .collect(Collectors.joining(" ", ":now [", "]"));
    assertTrue(last().contains(names), last());
  }

  @Test
  void oneThatHeardNothingLooksNowAndThen() {
    start();
    devices.node.limitWorkers(0);
    members("{\"a\" 1}");
    assertEquals(0, devices.said().size());
    devices.node.limitWorkers(1);
    devices.simulation.runFor(Members.LOOK_MS);
    assertEquals(1, devices.said().size());
  }

  @Test
  void itUnderstandsNothing() {
    start();
    devices.send("who", Nil.NIL);
    devices.simulation.runFor(1);
    assertEquals(1, devices.node.dead("crashed"));
  }
}
