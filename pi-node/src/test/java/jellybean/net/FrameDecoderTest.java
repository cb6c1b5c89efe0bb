package jellybean.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
  private static final int MEGABYTE = 1 << 20;

  private final FrameDecoder decoder = new FrameDecoder();
  private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

  private static ByteBuf bytes(int... bytes) {
    ByteBuf out = Unpooled.buffer();
    for (int one : bytes) {
      out.writeByte(one);
    }
    return out;
  }

  @Test
  void framesAreCutWhereverTheStreamWas() {
    channel.writeInbound(bytes(0, 0));
    channel.writeInbound(bytes(0, 2, 7));
    channel.writeInbound(bytes(8, 0, 0, 0, 1, 9));
    assertArrayEquals(new byte[] {7, 8}, channel.readInbound());
    assertArrayEquals(new byte[] {9}, channel.readInbound());
    channel.finish();
    assertEquals(Optional.empty(), decoder.missing());
  }

  @Test
  void afterAFaultNothingIsKeptAndNothingIsSaidAgain() {
    DecoderException e =
        assertThrows(
            DecoderException.class, () -> channel.writeInbound(bytes(0x7f, 0, 0, 0, 1, 2)));
    assertEquals(
        "bad frame: expected a length of 1 to 1024 bytes, found 2130706432",
        e.getCause().getMessage());
    for (int i = 0; i < 64; i++) {
      ByteBuf more = Unpooled.wrappedBuffer(new byte[MEGABYTE]);
      channel.writeInbound(more);
      assertEquals(0, more.refCnt());
    }
    channel.writeInbound(bytes(0, 0, 0, 1, 9));
    assertEquals(0, channel.inboundMessages().size());
  }

  @Test
  void anEndWithinAFrameIsNoticed() {
    channel.writeInbound(bytes(0, 0, 0, 100, 1, 2, 3));
    channel.finish();
    assertEquals(
        Optional.of("expected a frame of 100 bytes, found the first 3"), decoder.missing());
  }

  @Test
  void anEndWithinALengthIsNoticed() {
    channel.writeInbound(bytes(0, 0));
    channel.finish();
    assertEquals(Optional.of("expected the 4 bytes of a length, found 2"), decoder.missing());
  }

  private static ByteBuf chunk(int fill, int bytes, boolean isLast) {
    ByteBuf out = Unpooled.buffer();
    out.writeInt(jellybean.wire.Framing.chunkLength(bytes, isLast));
    for (int i = 0; i < bytes; i++) {
      out.writeByte(fill);
    }
    return out;
  }

  @Test
  void chunksMakeOneBodyAndOtherFramesMayComeBetween() {
    decoder.allowLargeFrames();
    channel.writeInbound(chunk(1, 3, false));
    channel.writeInbound(bytes(0, 0, 0, 1, 9));
    channel.writeInbound(chunk(2, 2, true));
    assertArrayEquals(new byte[] {9}, channel.readInbound());
    assertArrayEquals(new byte[] {1, 1, 1, 2, 2}, channel.readInbound());
  }

  @Test
  void chunksThatNeverEndAreRefusedAtTheBoundOfAMessage() {
    decoder.allowLargeFrames();
    DecoderException e =
        assertThrows(
            DecoderException.class,
            () -> {
              for (int i = 0; i < 100; i++) {
                channel.writeInbound(chunk(1, 32_768, false));
              }
            });
    assertEquals(
        "bad chunk: expected at most 2097152 bytes in all, found 2129920",
        e.getCause().getMessage());
  }

  @Test
  void whoBeginsMoreMessagesThanThereIsRoomForIsRefusedAndTheOthersGoOn() {
    ChunkPool pool = new ChunkPool();
    for (int i = 0; i < 2; i++) {
      FrameDecoder full = new FrameDecoder(pool);
      full.allowLargeFrames();
      EmbeddedChannel other = new EmbeddedChannel(full);
      for (int j = 0; j < 64; j++) {
        other.writeInbound(chunk(1, 32_768, false));
      }
    }
    FrameDecoder late = new FrameDecoder(pool);
    late.allowLargeFrames();
    EmbeddedChannel other = new EmbeddedChannel(late);
    DecoderException e =
        assertThrows(DecoderException.class, () -> other.writeInbound(chunk(1, 1, true)));
    assertEquals(
        "no room for a chunk: expected at most 4194304 bytes of unfinished messages of all"
            + " connections",
        e.getCause().getMessage());
  }

  @Test
  void beforeTheGreetingNothingComesInChunks() {
    assertThrows(DecoderException.class, () -> channel.writeInbound(chunk(1, 1, true)));
  }
}
