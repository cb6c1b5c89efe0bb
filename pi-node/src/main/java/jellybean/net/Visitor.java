package jellybean.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The first handler of a connection that somebody else opened: holds what it says until the lobby
 * asks it in, and only then makes what TLS needs. What it holds is one read, for it reads no more
 * meanwhile. Owned by the event loop thread.
 */
final class Visitor extends ChannelInboundHandlerAdapter implements Lobby.Guest {
  /** Puts the handlers of TLS and frames behind this one. */
  @FunctionalInterface
  interface Secure {
    void begin(Turn turn);
  }

  private final Lobby lobby;
  private final Turn turn;
  private final InetAddress from;
  private final Deque<Object> held = new ArrayDeque<>();
  private Optional<Connection> connection = Optional.empty();
  private Optional<ChannelHandlerContext> context = Optional.empty();
  private Optional<Secure> secure = Optional.empty();
  private boolean isWaiting;

  Visitor(Lobby lobby, Turn turn, InetAddress from) {
    this.lobby = lobby;
    this.turn = turn;
    this.from = from;
  }

  /** Whom it leads to, and how that is made ready; to be called before it is put to work. */
  void leadsTo(Connection behind, Secure how) {
    connection = Optional.of(behind);
    secure = Optional.of(how);
  }

  @Override
  public InetAddress from() {
    return from;
  }

  @Override
  public long spentMs() {
    return turn.spentMs();
  }

  @Override
  public boolean isSecured() {
    return connection.orElseThrow().isSecured();
  }

  @Override
  public void turnOut(String why) {
    Connection behind = connection.orElseThrow();
    behind.note(HandshakeFault.TOO_MANY, why);
    behind.close();
  }

  @Override
  public void askIn() {
    turn.begin();
    secure.ifPresent(how -> how.begin(turn));
    secure = Optional.empty();
    ChannelHandlerContext ctx = context.orElseThrow();
    while (!held.isEmpty()) {
      ctx.fireChannelRead(held.removeFirst());
    }
    if (isWaiting) {
      isWaiting = false;
      ctx.fireChannelReadComplete();
      ctx.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = Optional.of(ctx);
    lobby.enter(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (secure.isEmpty()) {
      ctx.fireChannelRead(message);
      return;
    }
    held.addLast(message);
    if (message instanceof ByteBuf && held.size() == 1) {
      lobby.speak(this);
    }
    if (secure.isPresent()) {
      isWaiting = true;
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
    lobby.leave(this);
  }
}
