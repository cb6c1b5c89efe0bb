package jellybean.net;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import jellybean.wire.FrameException;
import jellybean.wire.Framing;

/** Puts a body together that comes in chunks. Owned by the event loop thread. */
final class Assembly {
  private final ChunkPool pool;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  Assembly(ChunkPool pool) {
    this.pool = pool;
  }

  /**
   * Takes a chunk.
   *
   * @return the body, if it was the last one
   * @throws FrameException it would be too large, or there is no room for it now
   */
  Optional<byte[]> add(ByteBuf in, int chunkBytes, boolean isLast) {
    if (body.size() + chunkBytes > Framing.MAX_MESSAGE_BYTES) {
      throw FrameException.tooLarge(
          "bad chunk: expected at most "
              + Framing.MAX_MESSAGE_BYTES
              + " bytes in all, found "
              + (body.size() + chunkBytes));
    }
    if (!pool.take(chunkBytes)) {
      throw FrameException.tooLarge(
          "no room for a chunk: expected at most "
              + ChunkPool.MAX_BYTES
              + " bytes of unfinished messages of all connections");
    }
    byte[] chunk = new byte[chunkBytes];
    in.readBytes(chunk);
    body.writeBytes(chunk);
    if (!isLast) {
      return Optional.empty();
    }
    byte[] whole = body.toByteArray();
    release();
    return Optional.of(whole);
  }

  /** Nothing more comes. */
  void release() {
    pool.give(body.size());
    body.reset();
  }
}
