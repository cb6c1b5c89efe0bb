package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import jellybean.net.MdnsGate.Allowance;
import org.junit.jupiter.api.Test;

class MdnsGateTest {
  private static final String OURS = "_jellybean._tcp.local";
  private static final int BURST = 100;

  private final AtomicLong nowMs = new AtomicLong(1_000_000);
  private final MdnsGate gate =
      new MdnsGate(
          new MdnsGate.Limits(new Allowance(BURST, 10), new Allowance(30, 1)),
          nowMs::get,
          MdnsEchoes.of("a@fleet._jellybean._tcp.local.", "a"));

  private boolean admits(byte[] packet) {
    return admits("127.0.0.1", packet);
  }

  private boolean admits(String from, byte[] packet) {
    // As it is received: into a buffer that holds what came before.
    byte[] buffer = Arrays.copyOf(packet, packet.length + 40);
    System.arraycopy(MdnsPackets.query(OURS), 12, buffer, packet.length, 20);
    return gate.admits(InetAddress.ofLiteral(from), buffer, packet.length);
  }

  private static byte[] response(String type, int records) {
    return MdnsPackets.response(type, IntStream.range(0, records).mapToObj(n -> "x" + n).toList());
  }

  @Test
  void whatSpeaksOfThisServiceIsLetThrough() {
    assertTrue(admits(response(OURS, 1)));
    assertTrue(admits(response("_JellyBean._TCP.local", 1)));
    assertTrue(admits(MdnsPackets.query(OURS)));
  }

  @Test
  void whatSpeaksOfHostsOnlyIsLetThrough() {
    assertTrue(admits(MdnsPackets.response("local", List.of("a"))));
    assertTrue(admits(MdnsPackets.query("a.local")));
  }

  @Test
  void whoAsksForAllServicesAsksForThisOne() {
    assertTrue(admits(MdnsPackets.query("_services._dns-sd._udp.local")));
    assertFalse(admits(response("_services._dns-sd._udp.local", 1)));
  }

  @Test
  void whatSpeaksOfOtherServicesIsNotOurBusiness() {
    assertFalse(admits(response("_ipp._tcp.local", 1)));
    assertFalse(admits(MdnsPackets.query("_googlecast._tcp.local")));
    assertFalse(admits(response("_jellybeans._tcp.local", 1)));
    assertEquals(0, gate.dropped());
  }

  @Test
  void whatIsTooShortToBeAPacketIsNone() {
    byte[] packet = MdnsPackets.query(OURS);
    for (int length = 0; length < 12; length++) {
      assertFalse(
          gate.admits(InetAddress.ofLiteral("10.0.0.1"), packet, length), "length " + length);
    }
  }

  @Test
  void thereMayBeSoManyRecordsAtOnceAndSoManyInASecond() {
    assertTrue(admits(response(OURS, 60)));
    assertFalse(admits(response(OURS, 60)));
    assertTrue(admits(response(OURS, 40)));
    assertFalse(admits(response(OURS, 1)));
    assertEquals(2, gate.dropped());
    nowMs.addAndGet(99);
    assertFalse(admits(response(OURS, 1)));
    nowMs.addAndGet(1);
    assertTrue(admits(response(OURS, 1)));
    nowMs.addAndGet(3_600_000);
    assertTrue(admits(response(OURS, BURST)));
    assertFalse(admits(response(OURS, 1)));
    assertEquals(4, gate.dropped());
  }

  @Test
  void oneMachineDoesNotDrownTheOthers() {
    for (int i = 0; i < 1_000; i++) {
      assertEquals(i < 3, admits("10.0.0.66", response(OURS, 10)), "packet " + i);
    }
    assertTrue(admits("10.0.0.7", response(OURS, 30)));
    assertTrue(admits("10.0.0.8", response(OURS, 30)));
    assertFalse(admits("10.0.0.9", response(OURS, 30)), "all together");
    nowMs.addAndGet(2_000);
    assertTrue(admits("10.0.0.66", response(OURS, 2)));
    assertFalse(admits("10.0.0.66", response(OURS, 1)));
  }

  @Test
  void whoChangesItsAddressAllTheTimeIsBoundByWhatAllMay() {
    int admitted = 0;
    for (int i = 0; i < 4 * MdnsGate.MAX_SOURCES; i++) {
      String from = "10.0." + i / 256 + "." + i % 256;
      admitted += admits(from, response(OURS, 1)) ? 1 : 0;
    }
    assertEquals(BURST, admitted);
  }

  @Test
  void oneLongRecordCountsAsMany() {
    byte[] packet = response(OURS, 1);
    byte[] longer = Arrays.copyOf(packet, BURST * MdnsGate.BYTES_PER_RECORD);
    assertTrue(admits(longer));
    assertFalse(admits(packet));
  }

  @Test
  void recordsThatAreOnlyClaimedCount() {
    byte[] packet = response(OURS, 1);
    packet[10] = 1;
    assertFalse(admits(packet));
    assertEquals(1, gate.dropped());
  }
}
