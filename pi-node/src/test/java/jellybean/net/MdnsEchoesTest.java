package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import jellybean.net.MdnsEchoes.Heard;
import org.junit.jupiter.api.Test;

class MdnsEchoesTest {
  private static final String SERVICE = "a@fleet._jellybean._tcp.local.";
  private static final int TTL_S = 60;
  private static final long SEED = 5;

  private final MdnsEchoes own = MdnsEchoes.of(SERVICE, "a");

  private Heard blot(byte[] packet) {
    return own.blot(packet, packet.length);
  }

  @Test
  void whereThisNodeIsIsNotToBeHeardFromOthers() {
    byte[] place = MdnsPackets.place(SERVICE, 7_420, "other.local.", TTL_S);
    assertEquals(new Heard(1, false), blot(place));
    assertEquals(new Heard(0, false), blot(place), "it is illegible now");
    assertEquals(1, blot(MdnsPackets.address("A.Local.", "10.0.0.9", TTL_S)).records());
  }

  @Test
  void whereOthersAreIsLeftAsItIs() {
    byte[] place = MdnsPackets.place("b@fleet._jellybean._tcp.local.", 7_420, "a.local.", TTL_S);
    byte[] before = place.clone();
    assertEquals(0, blot(place).records());
    assertArrayEquals(before, place);
    assertEquals(0, blot(MdnsPackets.address("aa.local.", "10.0.0.9", TTL_S)).records());
    assertEquals(0, blot(MdnsPackets.query(SERVICE)).records());
  }

  @Test
  void aFarewellInItsNameIsNoticed() {
    assertTrue(blot(MdnsPackets.place(SERVICE, 7_420, "a.local.", 0)).isFarewell());
    assertFalse(blot(MdnsPackets.place(SERVICE, 7_420, "a.local.", TTL_S)).isFarewell());
  }

  @Test
  void aNameThatPointsBackIsReadToItsEnd() {
    assertEquals(
        1, blot(MdnsPackets.placeOfQuestioned(SERVICE, 7_420, "x.local.", TTL_S)).records());
  }

  @Test
  void whoSaysNothingHasNoEchoes() {
    byte[] place = MdnsPackets.place(SERVICE, 7_420, "other.local.", TTL_S);
    assertEquals(0, MdnsEchoes.NONE.blot(place, place.length).records());
  }

  @Test
  void noPacketIsTooStrange() {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] model = MdnsPackets.placeOfQuestioned(SERVICE, 7_420, "x.local.", TTL_S);
    for (int i = 0; i < 20_000; i++) {
      byte[] packet = model.clone();
      for (int j = random.nextInt(8); j >= 0; j--) {
        packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
      }
      own.blot(packet, random.nextInt(12, packet.length + 1));
    }
  }
}
