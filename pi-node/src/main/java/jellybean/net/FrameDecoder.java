package jellybean.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import jellybean.wire.FrameCodec;
import jellybean.wire.Framing;

/** Cuts the stream into frame bodies. Hears no more than a greeting until it was allowed to. */
final class FrameDecoder extends ByteToMessageDecoder {
  private int maxBodyBytes = FrameCodec.MAX_GREETING_BYTES;

  void allowLargeFrames() {
    maxBodyBytes = Framing.MAX_BODY_BYTES;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < Framing.LENGTH_BYTES) {
      return;
    }
    int bodyBytes = Framing.bodyBytes(in.getInt(in.readerIndex()), maxBodyBytes);
    if (in.readableBytes() - Framing.LENGTH_BYTES < bodyBytes) {
      return;
    }
    in.skipBytes(Framing.LENGTH_BYTES);
    byte[] body = new byte[bodyBytes];
    in.readBytes(body);
    out.add(body);
  }
}
