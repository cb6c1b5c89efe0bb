package jellybean.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jellybean.net.Counters.Count;
import jellybean.wire.Frame;
import jellybean.wire.FrameCodec;
import jellybean.wire.Framing;

/**
 * The outgoing half of a connection. Frames are batched until a flush; how much may wait for a peer
 * that does not read is for whoever writes to ask, see {@link #isWritable}.
 */
final class FrameWriter {
  /** How long a last word may take to be sent, before the connection is cut. */
  static final long LAST_WORD_MS = 2_000;

  private final Counters counters;
  private Optional<Channel> channel = Optional.empty();

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

  /** Puts a frame into the next batch. */
  void write(Frame frame) {
    byte[] body = FrameCodec.encode(frame);
    ByteBuf out = begin(body.length);
    out.writeBytes(body);
    write(out);
  }

  /** The same for an envelope whose bytes are there already. */
  void writeNumbered(long sequence, byte[] envelope) {
    byte[] prefix = FrameCodec.numberedPrefix(sequence);
    ByteBuf out = begin(prefix.length + envelope.length + 1);
    out.writeBytes(prefix).writeBytes(envelope).writeByte(FrameCodec.numberedSuffix());
    write(out);
  }

  private ByteBuf begin(int bodyBytes) {
    return channel
        .orElseThrow()
        .alloc()
        .buffer(Framing.LENGTH_BYTES + bodyBytes)
        .writeInt(bodyBytes);
  }

  private void write(ByteBuf out) {
    counters.add(Count.FRAMES_OUT);
    counters.add(Count.BYTES_OUT, out.readableBytes());
    Channel to = channel.orElseThrow();
    to.write(out, to.voidPromise());
  }

  /** Sends the batch. */
  void flush() {
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
