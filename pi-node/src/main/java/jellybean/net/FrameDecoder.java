package jellybean.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Optional;
import jellybean.wire.FrameCodec;
import jellybean.wire.FrameException;
import jellybean.wire.Framing;

/**
 * Cuts the stream into frame bodies. Hears no more than a greeting until it was allowed to, and
 * nothing at all after the first fault: where the next frame would begin is unknown then.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  private final Assembly assembly;
  private int maxBodyBytes = FrameCodec.MAX_GREETING_BYTES;
  private boolean isDeaf;
  private Optional<String> missing = Optional.empty();

  /** Alone with its chunks. */
  FrameDecoder() {
    this(new ChunkPool());
  }

  FrameDecoder(ChunkPool chunks) {
    assembly = new Assembly(chunks);
  }

  void allowLargeFrames() {
    maxBodyBytes = Framing.MAX_BODY_BYTES;
  }

  /** What was missing when the stream ended; empty if it ended between two frames. */
  Optional<String> missing() {
    return missing;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (isDeaf) {
      in.skipBytes(in.readableBytes());
    } else if (in.readableBytes() >= Framing.LENGTH_BYTES) {
      int length = in.getInt(in.readerIndex());
      boolean isChunk = Framing.isChunk(length) && maxBodyBytes == Framing.MAX_BODY_BYTES;
      int bodyBytes = bodyBytes(in, isChunk ? Framing.chunkBytes(length) : length);
      if (in.readableBytes() - Framing.LENGTH_BYTES >= bodyBytes) {
        in.skipBytes(Framing.LENGTH_BYTES);
        if (isChunk) {
          chunk(in, bodyBytes, Framing.isLast(length)).ifPresent(out::add);
        } else {
          byte[] body = new byte[bodyBytes];
          in.readBytes(body);
          out.add(body);
        }
      }
    }
  }

  private Optional<byte[]> chunk(ByteBuf in, int bytes, boolean isLast) {
    try {
      return assembly.add(in, bytes, isLast);
    } catch (FrameException e) {
      throw deafened(in, e);
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    assembly.release();
  }

  private int bodyBytes(ByteBuf in, int length) {
    try {
      return Framing.bodyBytes(length, maxBodyBytes);
    } catch (FrameException e) {
      throw deafened(in, e);
    }
  }

  private FrameException deafened(ByteBuf in, FrameException e) {
    isDeaf = true;
    assembly.release();
    // What is left would be kept, and added to, with each read.
    in.skipBytes(in.readableBytes());
    return e;
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Exception {
    super.decodeLast(ctx, in, out);
    int left = in.readableBytes();
    if (left >= Framing.LENGTH_BYTES) {
      missing =
          Optional.of(
              "expected a frame of "
                  + in.getInt(in.readerIndex())
                  + " bytes, found the first "
                  + (left - Framing.LENGTH_BYTES));
    } else if (left > 0) {
      missing =
          Optional.of("expected the " + Framing.LENGTH_BYTES + " bytes of a length, found " + left);
    }
  }
}
