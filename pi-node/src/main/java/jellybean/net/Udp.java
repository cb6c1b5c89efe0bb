package jellybean.net;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import jellybean.message.Envelope;
import jellybean.message.NodeId;
import jellybean.net.Counters.Count;
import jellybean.net.MembershipChannel.Receiver;
import jellybean.wire.DatagramSeal;
import jellybean.wire.EnvelopeCodec;
import jellybean.wire.FrameException;
import jellybean.wire.Opening;

/** Sealed datagrams in and out. Owned by the event loop thread but for {@link #send}. */
final class Udp extends SimpleChannelInboundHandler<DatagramPacket> {
  /** Datagrams that may wait for the event loop thread; more are dropped, as any network may. */
  static final int MAX_WAITING = 256;

  /** Knocks and mistakes answered in a second: whoever repeats them must not make a flood. */
  static final int MAX_ANSWERS_PER_SECOND = 128;

  private static final long SECOND_MS = 1_000;

  private final Here here;
  private final DatagramSeal seal;
  private final Correspondence correspondence;
  private final Guard guard;
  private final Channel channel;
  private final DatagramGate gate;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<Lane, Receiver> receivers = new EnumMap<>(Lane.class);
  private long answersSinceMs;
  private int answers;

  Udp(Here here, DatagramSeal seal, Correspondence correspondence, Guard guard, Channel channel) {
    this.here = here;
    this.seal = seal;
    this.correspondence = correspondence;
    this.guard = guard;
    this.channel = channel;
    this.gate = new DatagramGate(here.clock());
  }

  int waiting() {
    return waiting.get();
  }

  void receiver(Lane lane, Receiver receiver) {
    receivers.put(lane, receiver);
  }

  /** Any thread. The payload is copied before the call returns. */
  void send(Lane lane, InetSocketAddress to, byte[] payload) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      here.counters().add(Count.DATAGRAMS_DROPPED);
      return;
    }
    byte[] laned = lane.payload(payload);
    channel
        .eventLoop()
        .execute(
            () -> {
              waiting.decrementAndGet();
              write(correspondence.say(to, laned));
            });
  }

  private void write(Correspondence.Mail mail) {
    mail.datagrams().forEach(datagram -> write(mail.to(), datagram));
  }

  private void write(InetSocketAddress to, byte[] datagram) {
    here.counters().add(Count.DATAGRAMS_OUT);
    channel
        .writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(datagram), to))
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                dropped();
              }
            });
  }

  private void dropped() {
    here.counters().add(Count.DATAGRAMS_DROPPED);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
    InetSocketAddress sender = packet.sender();
    byte[] datagram = ByteBufUtil.getBytes(packet.content());
    if (!gate.mayOpen(sender, seal.isOfKnownLife(datagram))) {
      here.counters().add(Count.DATAGRAMS_OVER_RATE);
      return;
    }
    switch (seal.open(datagram)) {
      case Opening.Opened opened -> opened(opened);
      case Opening.Knocked knock -> knocked(sender, knock);
      case Opening.Misdirected mistake -> misdirected(sender, mistake);
      case Opening.Refused refused -> refused(sender, refused);
    }
  }

  /** Of who is denied nothing is heard: it holds the ring's keys until they are changed. */
  private boolean isDenied(NodeId from) {
    boolean denied = here.admission().deniesNode(from);
    if (denied) {
      here.counters().add(Count.DATAGRAMS_DENIED);
    }
    return denied;
  }

  private void opened(Opening.Opened opened) {
    if (isDenied(opened.from())) {
      return;
    }
    here.counters().add(Count.DATAGRAMS_IN);
    correspondence.heard(opened.from(), opened.boot());
    Optional<Lane> lane = Lane.of(opened.payload());
    if (lane.isEmpty()) {
      dropped();
      return;
    }
    byte[] content = Lane.content(opened.payload());
    switch (lane.get()) {
      case ENVELOPE -> envelope(opened.from(), content);
      case MEMBERSHIP, APPLICATION, GOSSIP -> hand(lane.get(), opened.from(), content);
      case HERE ->
          correspondence
              .answered(opened.from(), opened.boot(), content)
              .ifPresentOrElse(this::write, this::dropped);
      case GONE -> correspondence.ended(content);
      case HELD -> guard.hinted(opened.from(), content);
      case KNOCK -> dropped();
    }
  }

  private void hand(Lane lane, NodeId from, byte[] content) {
    Optional.ofNullable(receivers.get(lane))
        .ifPresentOrElse(
            receiver -> here.listener().payload(receiver, from, content), this::dropped);
  }

  private void envelope(NodeId from, byte[] content) {
    try {
      Envelope envelope = EnvelopeCodec.decode(content);
      here.counters().add(Count.ENVELOPES_IN);
      here.listener().received(from, envelope);
    } catch (FrameException e) {
      here.counters().refused(Counters.FrameFault.of(e.fault()));
      dropped();
    }
  }

  /** Whatever else is in a knock, the question is all that may be heard. */
  private void knocked(InetSocketAddress sender, Opening.Knocked knock) {
    byte[] payload = knock.payload();
    boolean asks =
        Lane.of(payload).equals(Optional.of(Lane.KNOCK))
            && payload.length == Correspondence.KNOCK_BYTES;
    if (asks && !isDenied(knock.from()) && mayAnswer()) {
      write(sender, correspondence.here(knock.boot(), Lane.content(payload)));
    } else {
      dropped();
    }
  }

  /** Everyday's business when a node restarts, so that it is counted and not warned of. */
  private void misdirected(InetSocketAddress sender, Opening.Misdirected mistake) {
    here.counters().refused(Opening.Reason.OTHER_RECEIVER);
    // An answer to an answer would have one, too.
    boolean isAnswer = Lane.of(mistake.payload()).equals(Optional.of(Lane.GONE));
    if (!isAnswer && !isDenied(mistake.from()) && mayAnswer()) {
      write(sender, correspondence.gone(mistake.boot(), mistake.meant()));
    }
  }

  private boolean mayAnswer() {
    long nowMs = here.clock().monotonicMs();
    if (nowMs - answersSinceMs >= SECOND_MS) {
      answersSinceMs = nowMs;
      answers = 0;
    }
    return answers++ < MAX_ANSWERS_PER_SECOND;
  }

  private void refused(InetSocketAddress sender, Opening.Refused refused) {
    gate.bad(sender);
    here.counters().refused(refused.reason());
    here.noise()
        .warn(
            refused.reason(),
            () ->
                "refused a datagram from "
                    + Addresses.print(sender)
                    + " ("
                    + Counters.keyword(refused.reason())
                    + "): "
                    + refused.detail());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // Such as "port unreachable" for what was sent before: a datagram that did not arrive.
    dropped();
  }
}
