package jellybean.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scalecube.cluster.transport.api.Message;
import java.util.Optional;
import java.util.SplittableRandom;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SwimCodecTest {
  private static final NodeId A = new NodeId("a");
  private static final Homes NOWHERE = _ -> Optional.empty();
  private static final String MEMBER_A = "[\"a~1\" \"127.0.0.1:7001\"]";
  private static final String MEMBER_B = "[\"b~22\" \"127.0.0.1:7002\"]";
  private static final String FROM_A = " :from \"127.0.0.1:7001\" ";
  private static final int MUTATIONS = 20_000;
  private static final long SEED = 42;

  private static final String RUMOUR_OF_B = "{:swim :rumour :data [" + MEMBER_B + " :suspect 3]}";

  private Message decode(String text) {
    return SwimCodec.decode(A, text.getBytes(UTF_8), NOWHERE, _ -> {});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{:swim :ping, :cid \"x\", :from \"127.0.0.1:7001\", :data [A B nil nil]}",
        "{:swim :ping-request, :cid \"x\", :from \"127.0.0.1:7001\", :data [A B nil nil]}",
        "{:swim :ping-ack, :cid \"x\", :from \"127.0.0.1:7001\", :data [B A nil :dest-ok]}",
        "{:swim :ping-ack, :cid \"x\", :from \"127.0.0.1:7001\", :data [B A B :dest-gone]}",
        "{:swim :sync, :from \"127.0.0.1:7001\", :data [[[A :alive 0] [B :leaving 7]]]}",
        "{:swim :sync-ack, :cid \"x\", :from \"127.0.0.1:7001\", :data [[[A :alive 0]]]}",
        "{:swim :gossip, :from \"127.0.0.1:7001\", :data [[[\"b~22\" R 4]] \"a~1\"]}",
        "{:swim :tags-request, :cid \"x\", :from \"127.0.0.1:7001\", :data [B]}",
        "{:swim :tags, :cid \"x\", :from \"127.0.0.1:7001\", :data [A {:led \"green\"}]}",
        "{:swim :tags, :cid \"x\", :from \"127.0.0.1:7001\", :data [A {}]}"
      })
  void everyKindOfMessageIsTheSameAfterScaleCubeHadIt(String shape) {
    String text =
        shape
            .replace("R", "{:swim :rumour, :data [B :suspect 3]}")
            .replace("A", MEMBER_A)
            .replace("B", MEMBER_B);
    assertEquals(text, new String(SwimCodec.encode(decode(text)), UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{:swim :ping :from \"127.0.0.1:7001\" :data [B A nil nil]}"
            + "|forged membership message: :ping from a names another",
        "{:swim :sync :from \"127.0.0.1:7001\" :data [[[B :alive 0]]]}"
            + "|forged membership message: :sync from a names another",
        "{:swim :gossip :from \"127.0.0.1:7001\" :data [[] \"b~1\"]}"
            + "|forged membership message: :gossip from a names another",
        "{:swim :ping :from \"127.0.0.1:7001\" :data [A nil nil nil]}"
            + "|bad member: expected [id address]",
        "{:swim :ping :from \"127.0.0.1:7001\" :data [A B nil]}"
            + "|bad PING: expected a vector of 4 fields",
        "{:swim :ping :from \"localhost:7001\" :data [A B nil nil]}"
            + "|bad address: expected figures:port, found \"localhost:7001\"",
        "{:swim :ping :from \"224.0.0.1:7001\" :data [A B nil nil]}"
            + "|bad address: expected figures:port, found \"224.0.0.1:7001\"",
        "{:swim :ping :from \"127.1:7001\" :data [A B nil nil]}"
            + "|bad address: expected figures:port, found \"127.1:7001\"",
        "{:swim :ping :data [A B nil nil]}|bad membership message: expected :from",
        "{:swim :rumour :data [A :dead 0]}"
            + "|bad membership message: a rumour must be within a gossip",
        "{:swim :eval :data []}|bad membership message: expected a known :swim",
        "[]|bad membership message: expected a map",
        "{:swim :sync :from \"127.0.0.1:7001\" :data [[[A :alive -1]]]}"
            + "|bad number: expected 0 to 1073741824",
        "{:swim :sync :from \"127.0.0.1:7001\" :data [[[A :alive 1073741825]]]}"
            + "|bad number: expected 0 to 1073741824",
        "{:swim :sync :from \"127.0.0.1:7001\" :data [[[A :risen 0]]]}"
            + "|bad state: expected one of [ALIVE, SUSPECT, LEAVING, DEAD]",
        "{:swim :tags :from \"127.0.0.1:7001\" :data [A 7]}|bad tags: expected a map",
        "{:swim :sync :from \"127.0.0.1:7001\" :data [[[[\"a~01\" \"127.0.0.1:1\"] :alive 0]]]}"
            + "|bad member id: expected node~incarnation, found \"a~01\"",
      })
  void whatIsNotInOrderIsRefusedWithItsReason(String shape, String reason) {
    String text = shape.replace("A", MEMBER_A).replace("B", MEMBER_B);
    assertEquals(reason, assertThrows(SwimFormatException.class, () -> decode(text)).getMessage());
  }

  @Test
  void aKnownLifeAtAnotherAddressIsRefused() {
    Homes homes = life -> Optional.of("127.0.0.1:7009").filter(_ -> life.node().equals(A));
    byte[] bytes = SwimCodec.introduction(new LifeId(A, 1), "127.0.0.1:7001");
    assertEquals(
        "bad member a~1: expected it at 127.0.0.1:7009, found 127.0.0.1:7001",
        assertThrows(SwimFormatException.class, () -> SwimCodec.decode(A, bytes, homes, _ -> {}))
            .getMessage());
  }

  @Test
  void aTableOfMoreMembersThanAFleetMayHaveIsRefused() {
    String table = ("[" + MEMBER_A + " :alive 0]").repeat(257);
    String text = "{:swim :sync" + FROM_A + ":data [[" + table + "]]}";
    assertEquals(
        "bad list of RECORD: expected a vector of at most 256",
        assertThrows(SwimFormatException.class, () -> decode(text)).getMessage());
  }

  @Test
  void aFullTableOfLongNamesFitsOneFrame() {
    String id = "\"" + "n".repeat(NodeId.MAX_LENGTH) + "~1785000000000000\"";
    String record = "[[" + id + " \"255.255.255.254:65535\"] :suspect 1073741824]";
    String table = ("[" + MEMBER_A + " :alive 0]") + record.repeat(255);
    String text = "{:swim :sync" + FROM_A + ":data [[" + table + "]]}";
    byte[] bytes = SwimCodec.encode(decode(text));
    assertTrue(bytes.length <= MembershipChannel.MAX_PAYLOAD_BYTES, bytes.length + " bytes");
  }

  @Test
  void aPingBetweenLongNamesFitsOneDatagram() {
    String member =
        "[\"" + "a".repeat(NodeId.MAX_LENGTH) + "~1785000000000000\" \"255.255.255.254:65535\"]";
    String text =
        ("{:swim :ping-ack :cid \"%s\" :from \"255.255.255.254:65535\" :data [M M M :dest-gone]}")
            .formatted("c".repeat(36))
            .replace("M", member);
    assertTrue(
        SwimCodec.encode(decode(text)).length <= MembershipChannel.MAX_DATAGRAM_PAYLOAD_BYTES);
  }

  @Test
  void anIntroductionIsASynchronisationOfOne() {
    byte[] bytes = SwimCodec.introduction(new LifeId(A, 1), "127.0.0.1:7001");
    assertArrayEquals(bytes, SwimCodec.encode(SwimCodec.decode(A, bytes, NOWHERE, _ -> {})));
  }

  @Test
  void bytesChangedAtRandomGiveAMessageOrTheNamedException() {
    SplittableRandom random = new SplittableRandom(SEED);
    String sync = "{:swim :sync" + FROM_A + ":data [[[" + MEMBER_A + " :alive 0]]]}";
    String gossip =
        "{:swim :gossip" + FROM_A + ":data [[[\"b~22\" " + RUMOUR_OF_B + " 4]] \"a~1\"]}";
    int read = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = (random.nextBoolean() ? sync : gossip).getBytes(UTF_8);
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        SwimCodec.decode(A, bytes, NOWHERE, _ -> {});
        read++;
      } catch (SwimFormatException expected) {
        // The only one there may be; another fails this test.
      }
    }
    assertTrue(read > 0, "seed " + SEED);
  }
}
