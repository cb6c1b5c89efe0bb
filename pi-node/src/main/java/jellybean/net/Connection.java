package jellybean.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSession;
import jellybean.edn.Keyword;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.net.Counters.FrameFault;
import jellybean.wire.Frame;
import jellybean.wire.FrameCodec;
import jellybean.wire.FrameException;
import jellybean.wire.Framing;

/**
 * One TCP connection: TLS, frames in and out, idleness. Knows nothing of links and peers; its owner
 * decides. Everything here happens on the channel's event loop thread.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  /** Decides what a connection means. */
  interface Owner {
    /** TLS succeeded; the other side is whom its certificate names. */
    void secured(Connection connection);

    /** A frame arrived; the first one is the greeting, or ought to be. */
    void frame(Connection connection, Frame frame);

    /** What arrived at once has been handed over; time to confirm. */
    void drained(Connection connection);

    /** There is room for more to say. */
    void writable(Connection connection);

    /** The peer heard nothing for a while. */
    void quiet(Connection connection);

    /** It ended; how far it came before. */
    void closed(Connection connection, Stage reached);
  }

  /** How far it came. */
  enum Stage {
    /** TCP or TLS is under way. */
    SECURING,
    /** Authentic, but not greeted. */
    SECURED,
    /** This side dialled, said its greeting and waits for the answer. */
    GREETING,
    /** Both greeted. */
    ESTABLISHED,
    CLOSED
  }

  /** Why it failed before it was established. */
  record Fault(HandshakeFault name, String detail) {}

  private final Owner owner;
  private final Counters counters;
  private final Noise noise;
  private final FrameDecoder decoder;
  private final Admission admission;
  private final FrameWriter out;
  private final InetSocketAddress remote;
  private final Dial dial;
  private boolean isRetired;
  // Written by the event loop thread; an operator's threads look at it before they send.
  private volatile Stage stage = Stage.SECURING;
  private Optional<Principal> principal = Optional.empty();
  private Optional<Proof> proof = Optional.empty();
  private Optional<Fault> fault = Optional.empty();

  /**
   * @param remote where the other side is
   */
  Connection(
      Owner owner,
      Counters counters,
      Noise noise,
      FrameDecoder decoder,
      Admission admission,
      InetSocketAddress remote,
      Dial dial) {
    this.owner = owner;
    this.counters = counters;
    this.noise = noise;
    this.decoder = decoder;
    this.admission = admission;
    this.out = new FrameWriter(counters);
    this.remote = remote;
    this.dial = dial;
  }

  Dial dial() {
    return dial;
  }

  Stage stage() {
    return stage;
  }

  InetSocketAddress remote() {
    return remote;
  }

  boolean isSecured() {
    return principal.isPresent();
  }

  /** Whom the certificate names; present once secured. */
  Principal principal() {
    return principal.orElseThrow();
  }

  Optional<Fault> fault() {
    return fault;
  }

  /** The nodes it may belong to: whom it was meant for, and who was there. */
  Set<NodeId> known() {
    Set<NodeId> nodes = new HashSet<>();
    if (dial instanceof Dial.Ours ours) {
      ours.expected().ifPresent(nodes::add);
    }
    if (principal.isPresent() && principal.get() instanceof Principal.Node node) {
      nodes.add(node.id());
    }
    return nodes;
  }

  void greeting() {
    stage = Stage.GREETING;
  }

  void established() {
    stage = Stage.ESTABLISHED;
    decoder.allowLargeFrames();
  }

  /** Whether more may be written now without waiting in memory for the network. */
  boolean isWritable() {
    return out.isWritable();
  }

  /** The same, and no other envelope is on its way in chunks. */
  boolean isFree() {
    return out.isFree();
  }

  /** Puts a frame into the next batch. */
  void write(Frame frame) {
    out.write(frame);
  }

  /** The same for an envelope whose bytes are there already. */
  void writeNumbered(long sequence, byte[] envelope) {
    out.writeNumbered(sequence, envelope);
  }

  /** Sends an envelope that is not numbered; see {@link FrameWriter#say}. */
  Optional<Keyword> say(Envelope envelope) {
    return out.say(envelope);
  }

  /** Sends the batch. */
  void flush() {
    out.flush();
  }

  /** Says why, then closes. That it was never established is no fault. */
  void bye(Keyword reason) {
    if (isRetired) {
      return;
    }
    if (stage == Stage.SECURING || stage == Stage.CLOSED || !out.isActive()) {
      close();
      return;
    }
    isRetired = true;
    out.last(new Frame.Bye(reason));
  }

  /** Closes; that it was never established is no fault. */
  void close() {
    isRetired = true;
    if (stage == Stage.SECURING) {
      // TLS would still send an alert, in the clear, which the other side could not read any more.
      out.cut();
    } else {
      out.close();
    }
  }

  /** Notes why it is not established; the first reason counts. Then closes. */
  void refuse(HandshakeFault name, String detail) {
    note(name, detail);
    end(Counters.keyword(name));
  }

  /** The peer broke the protocol. */
  void refuse(FrameFault name, String detail) {
    if (isRetired) {
      return;
    }
    counters.refused(name);
    noise.warn(name, () -> "closing the connection with " + this + ": " + detail);
    if (stage != Stage.ESTABLISHED) {
      note(HandshakeFault.NO_GREETING, detail);
    }
    end(Counters.keyword(name));
  }

  private void end(Keyword reason) {
    bye(reason);
    out.stopReading();
  }

  void note(HandshakeFault name, String detail) {
    boolean matters = !isRetired && stage != Stage.ESTABLISHED && stage != Stage.CLOSED;
    if (fault.isEmpty() && matters) {
      fault = Optional.of(new Fault(name, detail));
      counters.failed(name);
      if (name != HandshakeFault.CLOSED_EARLY) {
        noise.warn(name, () -> "no connection with " + this + ": " + detail);
      }
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    out.into(ctx.channel());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    switch (event) {
      case SslHandshakeCompletionEvent tls when tls.isSuccess() -> secured(ctx);
      case SslHandshakeCompletionEvent tls -> {
        Fault found = TlsFaults.explain(tls.cause());
        note(found.name(), found.detail());
        ctx.close();
      }
      case IdleStateEvent idle -> idle(idle);
      default -> ctx.fireUserEventTriggered(event);
    }
  }

  private void secured(ChannelHandlerContext ctx) {
    stage = Stage.SECURED;
    try {
      SSLSession session = ctx.pipeline().get(SslHandler.class).engine().getSession();
      Proof shown = Proof.of(session, admission);
      principal = Optional.of(shown.judge());
      proof = Optional.of(shown);
    } catch (PeerRefusedException e) {
      refuse(e.fault(), e.getMessage());
      return;
    }
    owner.secured(this);
  }

  /**
   * Judges the other side once more: its certificate may have ended, or it may have been denied.
   */
  void judgeAgain() {
    if (isRetired || proof.isEmpty()) {
      return;
    }
    try {
      proof.get().judgeAgain();
    } catch (PeerRefusedException e) {
      counters.failed(e.fault());
      noise.warn(e.fault(), () -> "closing the connection with " + this + ": " + e.getMessage());
      end(Counters.keyword(e.fault()));
    }
  }

  /** The dial found nobody. */
  void unreachable(Throwable cause) {
    note(HandshakeFault.UNREACHABLE, String.valueOf(cause.getMessage()));
    ended();
  }

  /** The time for the handshake is over. */
  void expire() {
    if (stage != Stage.ESTABLISHED && stage != Stage.CLOSED) {
      note(HandshakeFault.TIMEOUT, "expected a greeting in time, got as far as " + stage);
      close();
    }
  }

  private void idle(IdleStateEvent event) {
    switch (event.state()) {
      case READER_IDLE -> {
        if (stage == Stage.ESTABLISHED && !isRetired) {
          counters.add(Count.FELL_SILENT);
          close();
        }
      }
      case WRITER_IDLE -> owner.quiet(this);
      case ALL_IDLE -> {}
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof byte[] body) || isRetired || stage == Stage.CLOSED) {
      return;
    }
    counters.add(Count.FRAMES_IN);
    counters.add(Count.BYTES_IN, Framing.LENGTH_BYTES + body.length);
    try {
      owner.frame(this, FrameCodec.decode(body));
    } catch (FrameException e) {
      refuse(FrameFault.of(e.fault()), e.getMessage());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    owner.drained(this);
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (ctx.channel().isWritable()) {
      out.goOn();
      owner.writable(this);
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (!isRetired) {
      decoder.missing().ifPresent(this::truncated);
    }
    ended();
    ctx.fireChannelInactive();
  }

  private void truncated(String detail) {
    counters.refused(FrameFault.TRUNCATED);
    noise.warn(
        FrameFault.TRUNCATED,
        () -> "the connection with " + this + " ended within a frame: " + detail);
  }

  /** Also for a dial that never became a connection. */
  void ended() {
    if (stage != Stage.CLOSED) {
      boolean heard = stage == Stage.GREETING;
      note(
          heard ? HandshakeFault.REFUSED_BY_PEER : HandshakeFault.CLOSED_EARLY,
          "it closed the connection before it greeted");
      Stage reached = stage;
      stage = Stage.CLOSED;
      owner.closed(this, reached);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof DecoderException && cause.getCause() instanceof FrameException e) {
      refuse(FrameFault.of(e.fault()), e.getMessage());
      return;
    }
    Fault found = TlsFaults.explain(cause);
    note(found.name(), found.detail());
    ctx.close();
  }

  /** Who and where, as far as known. */
  @Override
  public String toString() {
    String where = Addresses.print(remote);
    return principal.map(who -> who + " at " + where).orElse(where);
  }
}
