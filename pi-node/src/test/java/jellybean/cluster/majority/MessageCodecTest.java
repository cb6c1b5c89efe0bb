package jellybean.cluster.majority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import jellybean.cluster.Members;
import jellybean.cluster.majority.MajorityMessage.Acceptance;
import jellybean.cluster.majority.MajorityMessage.Activation;
import jellybean.cluster.majority.MajorityMessage.Claim;
import jellybean.cluster.majority.MajorityMessage.Grant;
import jellybean.cluster.majority.MajorityMessage.Lent;
import jellybean.cluster.majority.MajorityMessage.Loan;
import jellybean.cluster.majority.MajorityMessage.Promise;
import jellybean.cluster.majority.MajorityMessage.Proposal;
import jellybean.cluster.majority.MajorityMessage.Pull;
import jellybean.cluster.majority.MajorityMessage.Refusal;
import jellybean.cluster.majority.MajorityMessage.Renewal;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {
  private static final int FRAME_BYTES = 64 * 1_024;
  private static final Elector FIG = new Elector(new NodeId("fig"), -7);
  private static final Elector KIWI = new Elector(new NodeId("kiwi"), 9);
  private static final Epoch EPOCH = new Epoch(3, KIWI.node());
  private static final Configuration BASE =
      new Configuration(new Epoch(2, FIG.node()), 5, Electorate.of(List.of(FIG)));
  private static final Configuration NEXT =
      new Configuration(EPOCH, 6, Electorate.of(List.of(FIG, KIWI)));

  private static TreeMap<String, Epoch> epochs() {
    TreeMap<String, Epoch> epochs = new TreeMap<>();
    epochs.put("house", EPOCH);
    epochs.put("shop", BASE.epoch());
    return epochs;
  }

  static Stream<MajorityMessage> messages() {
    TreeMap<String, Lent> lent = new TreeMap<>();
    lent.put("house", new Lent(EPOCH, BASE.epoch(), 1_500));
    return Stream.of(
        new Claim("house", EPOCH, 6, BASE),
        new Promise("house", EPOCH, 6, FIG, BASE, Optional.empty()),
        new Promise("house", EPOCH, 6, FIG, BASE, Optional.of(NEXT)),
        new Proposal("house", NEXT, BASE, 12_345),
        new Acceptance("house", EPOCH, 6, FIG, 12_345, 15_000),
        new Refusal("house", EPOCH, 6, FIG, EPOCH, 900, BASE, Optional.of(NEXT)),
        new Activation("house", NEXT),
        new Renewal(6, 12_345, epochs()),
        new Grant(6, FIG, 12_345, 15_000, epochs()),
        new Pull(6, -12_345, epochs()),
        new Loan(6, 12_345, lent));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsPrintedIsReadAsItWas(MajorityMessage message) {
    Value read = EdnReader.readOne(MessageCodec.toValue(message).toString());

    assertEquals(message, MessageCodec.fromValue(read));
  }

  @Test
  void aClaimCanBeReadByPeople() {
    assertEquals(
        "{:kind :claim, :system \"house\", :base {:epoch [2 \"fig\"], :life 5, :electors [[\"fig\""
            + " -7]]}, :epoch [3 \"kiwi\"], :life 6}",
        MessageCodec.toValue(new Claim("house", EPOCH, 6, BASE)).toString());
  }

  @Test
  void theLargestMessageOfTheLargestFleetFitsAFrame() {
    TreeSet<Elector> electors = new TreeSet<>();
    for (int i = 0; i < Members.MAX_MEMBERS; i++) {
      String name = "n".repeat(NodeId.MAX_LENGTH - 3) + (100 + i);
      electors.add(new Elector(new NodeId(name), Long.MIN_VALUE + i));
    }
    Configuration large =
        new Configuration(
            new Epoch(Epoch.MAX_COUNTER, electors.first().node()),
            Long.MIN_VALUE,
            new Electorate(electors));
    String system = "s".repeat(Majority.MAX_NAME_CHARACTERS);
    Refusal refusal =
        new Refusal(
            system,
            large.epoch(),
            Long.MIN_VALUE,
            electors.first(),
            large.epoch(),
            LeaseTiming.MAX_LEASE_MS,
            large,
            Optional.of(large));

    int bytes = EdnPrinter.toBytes(MessageCodec.toValue(refusal)).length;

    assertTrue(bytes < FRAME_BYTES - 4 * 1_024, "bytes: " + bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | bad message about epochs: expected a map, found 7",
        "{:kind :claim} | missing :system: expected it in {:kind :claim}",
        "{:kind :vote :system \"s\"} | bad message about epochs: expected a kind that there is,"
            + " found :vote",
        "{:kind :claim :system \"\"} | bad name of a system: expected 1 to 512 characters, found"
            + " \"\"",
        "{:kind :claim :system \"s\" :epoch [1]} | bad epoch: expected [counter \"node\"], found"
            + " [1]",
        "{:kind :claim :system \"s\" :epoch [-1 \"a\"]} | bad epoch: expected a counter of 0 to"
            + " 2^53, found -1",
        "{:kind :renewal :life 1 :asked-ms :now :epochs {}} | bad asked-ms: expected an integer,"
            + " found :now",
        "{:kind :activation :system \"s\" :activated {:epoch [1 \"a\"] :life 1 :electors []}} | bad"
            + " electorate: expected 1 to 256 electors, found 0",
        "{:kind :loan :life 1 :asked-ms 1 :lent {\"s\" [[1 \"a\"] [1 \"a\"] 600001]}} | bad"
            + " remaining-ms: expected 0 to 600000 ms, found 600001",
        "{:kind :loan :life 1 :asked-ms 1 :lent {\"s\" [[1 \"a\"]]}} | bad loan: expected [epoch"
            + " since remaining-ms], found [[1 \"a\"]]"
      })
  void whatIsNoMessageIsRefusedWithAReason(String text, String reason) {
    Value value = EdnReader.readOne(text);

    var refused =
        assertThrows(BadMajorityMessageException.class, () -> MessageCodec.fromValue(value));

    assertEquals(reason, refused.getMessage());
  }

  @Test
  void moreSystemsThanThereMayBeAreRefused() {
    EdnMap.Builder many = EdnMap.builder();
    for (int i = 0; i <= Majority.MAX_SYSTEMS; i++) {
      many.put(new Text("system-" + i), EPOCH.toValue());
    }
    EdnMap pull =
        MessageCodec.toValue(new Pull(1, 2, epochs())).with(Keyword.of("epochs"), many.build());

    var refused =
        assertThrows(BadMajorityMessageException.class, () -> MessageCodec.fromValue(pull));

    assertTrue(
        refused.getMessage().startsWith("bad map of systems: expected at most 64, found {"),
        refused.getMessage());
  }

  @Test
  void twoElectorsOfOneNodeAreRefused() {
    EdnMap two =
        BASE.toValue()
            .with(
                Keyword.of("electors"),
                EdnVector.of(FIG.toValue(), FIG.toValue().with(1, Int.of(8))));

    var refused =
        assertThrows(BadMajorityMessageException.class, () -> Configuration.fromValue(two));

    assertEquals(
        "bad electorate: expected one elector a node, found [[\"fig\" -7], [\"fig\" 8]]",
        refused.getMessage());
  }
}
