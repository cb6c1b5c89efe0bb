package jellybean.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jellybean.edn.Keyword;
import jellybean.message.Envelope;
import jellybean.net.Counters.Count;
import jellybean.wire.Frame;
import jellybean.wire.FrameCodec;
import jellybean.wire.FrameException;
import jellybean.wire.Framing;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing half of a connection. Frames are batched until a flush; how much may wait for a peer
 * that does not read is for whoever writes to ask, see {@link #isWritable}.
 */
final class FrameWriter {
  /** How long a last word may take to be sent, before the connection is cut. */
  static final long LAST_WORD_MS = 2_000;

  /** Numbered frames are written so many bytes at a time: what TLS puts into one record. */
  static final int BATCH_BYTES = 16 * 1_024;

  private static final byte[] NOTHING = {};

  private final Counters counters;
  private Optional<Channel> channel = Optional.empty();

  /** A body that is sent in chunks, and how much of it was; written by the event loop thread. */
  private volatile byte[] large = NOTHING;

  private int largeSent;

  /** Numbered frames that are not written yet; of the event loop thread. */
  private @Nullable ByteBuf batch;

  FrameWriter(Counters counters) {
    this.counters = counters;
  }

  void into(Channel opened) {
    channel = Optional.of(opened);
  }

  /** Whether more may be written now without waiting in memory for the network. */
  boolean isWritable() {
    return channel.map(Channel::isWritable).orElse(false);
  }

  boolean isActive() {
    return channel.map(Channel::isActive).orElse(false);
  }

  /** Whether another envelope may be written: none is on its way in chunks. */
  boolean isFree() {
    return large.length == 0 && isWritable();
  }

  /** Puts a frame into the next batch. */
  void write(Frame frame) {
    byte[] body = FrameCodec.encode(frame);
    if (body.length > Framing.MAX_BODY_BYTES) {
      writeLarge(body);
      return;
    }
    ByteBuf out = begin(body.length);
    out.writeBytes(body);
    write(out);
  }

  /** The same for an envelope whose bytes are there already. */
  void writeNumbered(long sequence, byte[] envelope) {
    byte[] prefix = FrameCodec.numberedPrefix(sequence);
    if (prefix.length + envelope.length + 1 > Framing.MAX_BODY_BYTES) {
      ByteBuffer body = ByteBuffer.allocate(prefix.length + envelope.length + 1);
      writeLarge(body.put(prefix).put(envelope).put(FrameCodec.numberedSuffix()).array());
      return;
    }
    ByteBuf out = roomFor(Framing.LENGTH_BYTES + prefix.length + envelope.length + 1);
    out.writeInt(prefix.length + envelope.length + 1);
    out.writeBytes(prefix).writeBytes(envelope).writeByte(FrameCodec.numberedSuffix());
    counters.add(Count.FRAMES_OUT);
  }

  /**
   * A buffer for a frame of that many bytes, behind those before it. Each write takes its way
   * through all handlers, which costs more than a small frame itself.
   */
  private ByteBuf roomFor(int bytes) {
    ByteBuf open = batch;
    if (open != null && open.writableBytes() >= bytes) {
      return open;
    }
    writeBatch();
    ByteBuf opened = channel.orElseThrow().alloc().buffer(Math.max(bytes, BATCH_BYTES));
    batch = opened;
    return opened;
  }

  private void writeBatch() {
    ByteBuf full = batch;
    if (full != null) {
      batch = null;
      counters.add(Count.BYTES_OUT, full.readableBytes());
      Channel to = channel.orElseThrow();
      to.write(full, to.voidPromise());
    }
  }

  /**
   * Sends an envelope that is not numbered. Any thread, one at a time.
   *
   * @return why it was not sent, if it was not: {@code :overflow}, {@code :too-large}, {@code
   *     :not-data}
   */
  synchronized Optional<Keyword> say(Envelope envelope) {
    if (!isFree()) {
      return Optional.of(Reasons.OVERFLOW);
    }
    try {
      write(new Frame.Plain(envelope));
    } catch (FrameException e) {
      return Optional.of(Reasons.of(e.fault()));
    }
    flush();
    return Optional.empty();
  }

  /** Only if {@link #isFree}. */
  private void writeLarge(byte[] body) {
    large = body;
    Channel open = channel.orElseThrow();
    if (open.eventLoop().inEventLoop()) {
      goOn();
    } else {
      open.eventLoop().execute(this::goOn);
    }
  }

  /** Writes as many chunks as there is room for. Event loop thread. */
  void goOn() {
    byte[] body = large;
    while (body.length > 0 && isWritable()) {
      int bytes = Math.min(Framing.CHUNK_BYTES, body.length - largeSent);
      boolean isLast = largeSent + bytes == body.length;
      Channel to = channel.orElseThrow();
      ByteBuf out = to.alloc().buffer(Framing.LENGTH_BYTES + bytes);
      write(out.writeInt(Framing.chunkLength(bytes, isLast)).writeBytes(body, largeSent, bytes));
      largeSent += bytes;
      if (isLast) {
        largeSent = 0;
        large = NOTHING;
        body = NOTHING;
      }
      to.flush();
    }
  }

  private ByteBuf begin(int bodyBytes) {
    return channel
        .orElseThrow()
        .alloc()
        .buffer(Framing.LENGTH_BYTES + bodyBytes)
        .writeInt(bodyBytes);
  }

  private void write(ByteBuf out) {
    writeBatch();
    counters.add(Count.FRAMES_OUT);
    counters.add(Count.BYTES_OUT, out.readableBytes());
    Channel to = channel.orElseThrow();
    to.write(out, to.voidPromise());
  }

  /** Sends the batch. */
  void flush() {
    writeBatch();
    channel.ifPresent(Channel::flush);
  }

  /** Sends a last frame, then closes; the peer may refuse to read it, but not for long. */
  void last(Frame frame) {
    write(frame);
    Channel open = channel.orElseThrow();
    open.writeAndFlush(open.alloc().buffer(0, 0)).addListener(ChannelFutureListener.CLOSE);
    ScheduledFuture<?> deadline =
        open.eventLoop().schedule(this::cut, LAST_WORD_MS, TimeUnit.MILLISECONDS);
    open.closeFuture().addListener(closed -> deadline.cancel(false));
  }

  /** Closes after TLS has said that it does. */
  void close() {
    channel.ifPresent(Channel::close);
  }

  /** Closes without a word, and drops what waits to be sent. */
  void cut() {
    // From the first handler on: TLS, which would still have something to say, is behind it.
    channel.map(open -> open.pipeline().firstContext()).ifPresent(first -> first.close());
    channel.ifPresent(Channel::close);
  }

  /** Leaves what the peer goes on sending to the peer's own memory. */
  void stopReading() {
    channel.ifPresent(open -> open.config().setAutoRead(false));
  }
}
