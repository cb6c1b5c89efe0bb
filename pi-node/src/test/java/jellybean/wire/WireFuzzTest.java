package jellybean.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import jellybean.message.NodeId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No bytes make the codecs do anything but answer or refuse. */
class WireFuzzTest {
  private static final int ROUNDS = 6_000;
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final KeyRing RING = KeyRing.of(RingKey.of(new byte[RingKey.BYTES]));

  @FuzzTest(maxDuration = "30s")
  void anyBytesAreAFrameOrRefused(byte[] body) {
    decode(body);
  }

  @FuzzTest(maxDuration = "30s")
  void anyBytesAreADatagramOrRefused(byte[] datagram) {
    Opening opening = new DatagramSeal(B, new Boot(2, 2), RING).open(datagram);
    assertInstanceOf(Opening.Refused.class, opening);
  }

  private static boolean decode(byte[] body) {
    if (body.length > Framing.MAX_BODY_BYTES) {
      return false;
    }
    Frame frame;
    try {
      frame = FrameCodec.decodeAny(body);
    } catch (FrameException e) {
      assertTrue(e.getMessage().startsWith("bad "), e.getMessage());
      assertEquals(Optional.empty(), PlainNumbered.decode(body), "the shorter way is no wider");
      return false;
    }
    if (!hasNaN(body)) {
      assertEquals(frame, FrameCodec.decode(body), "both ways lead to the same");
    }
    if (!(frame instanceof Frame.MembershipBytes) && !hasNaN(body)) {
      assertEquals(frame, FrameCodec.decode(FrameCodec.encode(frame)));
    }
    return true;
  }

  /** NaN equals nothing, not even itself. */
  private static boolean hasNaN(byte[] body) {
    return new String(body, java.nio.charset.StandardCharsets.ISO_8859_1).contains("NaN");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void mutatedFramesAreReadOrRefused(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> frames = FrameCodecTest.frames().stream().map(FrameCodec::encode).toList();
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] body = mutate(frames.get(random.nextInt(frames.size())), random);
      read += decode(body) ? 1 : 0;
    }
    assertTrue(read > ROUNDS / 100, "seed " + seed + ": only " + read + " mutants were read");
    assertTrue(read < ROUNDS, "seed " + seed + ": every mutant was read");
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void mutatedDatagramsAreRefused(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    DatagramSeal a = new DatagramSeal(A, new Boot(1, 1), RING);
    DatagramSeal b = new DatagramSeal(B, new Boot(2, 2), RING);
    for (int round = 0; round < ROUNDS / 4; round++) {
      byte[] sealed = a.seal(b.boot(), new byte[random.nextInt(64)]);
      byte[] mutant = mutate(sealed, random);
      if (!Arrays.equals(sealed, mutant)) {
        assertInstanceOf(Opening.Refused.class, b.open(mutant), "seed " + seed);
      }
      assertInstanceOf(Opening.Opened.class, b.open(sealed), "seed " + seed);
    }
  }

  private static byte[] mutate(byte[] original, SplittableRandom random) {
    byte[] mutant = original.clone();
    for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
      int at = random.nextInt(mutant.length);
      switch (random.nextInt(4)) {
        case 0 -> mutant[at] = (byte) random.nextInt(256);
        case 1 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> mutant = Arrays.copyOf(mutant, Math.max(1, at));
        default -> mutant = repeat(mutant, at, random.nextInt(8));
      }
    }
    return mutant;
  }

  /** The bytes with those from {@code at} on moved by {@code by}. */
  private static byte[] repeat(byte[] bytes, int at, int by) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + by);
    System.arraycopy(bytes, at, longer, at + by, bytes.length - at);
    return longer;
  }
}
