package jellybean.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import jellybean.edn.EdnReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What members tell each other of what keeps the fleet closed, as bytes. */
class SecurityFramesTest {
  private static final String KEY = "#jelly/bytes \"" + "A".repeat(43) + "=\"";
  private static final String OTHER = "#jelly/bytes \"" + "B".repeat(42) + "A=\"";

  private static Frame decode(String text) {
    return FrameCodec.decode(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[:holding {:denied 3, :ring [4 \"a\"], :time-ms 1767225600000}]",
        "[:holding {:denied 0, :ring [0 \"\"]}]",
        "[:denied {:list \"{:fleet \\\"f\\\" :version 3 :denied [\\\"node/n7\\\"]}\", :signature"
            + " #jelly/bytes \"AAAA\"}]",
      })
  void whatIsReadIsWrittenAgain(String frame) {
    assertEquals(frame, new String(FrameCodec.encode(decode(frame)), UTF_8));
  }

  @Test
  void aRingIsWrittenWithItsSealingKeyFirstAndShownWithoutItsKeys() {
    String text = "[:ring {:keys [" + KEY + " " + OTHER + "], :version [4 \"a\"]}]";
    Frame.Ring frame = (Frame.Ring) decode(text);
    assertEquals(text, new String(FrameCodec.encode(frame), UTF_8));
    assertFalse(frame.toString().contains("AAAA"), frame.toString());
    assertTrue(frame.toString().contains("key ring 4 by a"), frame.toString());
    SharedRing used =
        new SharedRing(
            frame.ring().version(), frame.ring().ring().use(frame.ring().ring().keys().get(1)));
    assertEquals(
        "{:keys [" + OTHER + " " + KEY + "], :version [4 \"a\"]}", used.toValue().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[:holding {:denied -1 :ring [0 \"\"]}]|bad holding :denied: expected an integer from 0 to",
        "[:holding {:denied 0 :ring [1 \"\"]}]|bad holding :ring: expected a node id",
        "[:holding {:denied 0 :ring [1]}]|bad holding :ring: expected a vector of 2",
        "[:holding {:denied 0 :ring [0 \"\"] :x 1}]|bad holding: expected only the keys that"
            + " belong",
        "[:denied {:list \"7\" :signature #jelly/bytes \"AAAA\"}]|bad deny-list: expected a map",
        "[:denied {:list \"{\" :signature #jelly/bytes \"AAAA\"}]|deny-list:1:2: ",
        "[:ring {:keys []}]|bad key ring: expected {:keys [#jelly/bytes",
        "[:ring {:keys [#jelly/bytes \"AAAA\"]}]|bad key ring: expected {:keys [#jelly/bytes",
      })
  void anythingElseIsRefusedAndSaysWhat(String frame, String message) {
    FrameException refused = assertThrows(FrameException.class, () -> decode(frame));
    assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
  }

  @Test
  void noSecretIsShownOfARingThatIsRefused() {
    String text = "[:ring {:keys [" + KEY + " " + KEY + " 7]}]";
    FrameException refused = assertThrows(FrameException.class, () -> decode(text));
    assertFalse(refused.getMessage().contains("AAAA"), refused.getMessage());
  }

  @Test
  void versionsAreOrderedByTheirCounterAndThenByWhoChanged() {
    assertTrue(new RingVersion(2, "a").isNewerThan(new RingVersion(1, "z")));
    assertTrue(new RingVersion(2, "b").isNewerThan(new RingVersion(2, "a")));
    assertFalse(new RingVersion(2, "a").isNewerThan(new RingVersion(2, "a")));
    assertTrue(new RingVersion(1, "a").isNewerThan(RingVersion.FIRST));
  }

  @Test
  void aHoldingWithoutATimeSaysNone() {
    Frame.Holding holding = (Frame.Holding) decode("[:holding {:denied 0 :ring [0 \"\"]}]");
    assertEquals(OptionalLong.empty(), holding.timeMs());
  }

  @Test
  void aFileWithoutAVersionIsAsProvisioningMadeIt() {
    SharedRing ring = SharedRing.of(EdnReader.readOne("{:keys [" + KEY + "]}"));
    assertEquals(RingVersion.FIRST, ring.version());
    assertEquals("{:keys [" + KEY + "]}", ring.toValue().toString());
  }
}
