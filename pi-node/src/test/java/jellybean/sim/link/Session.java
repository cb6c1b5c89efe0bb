package jellybean.sim.link;

import java.util.Optional;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import jellybean.net.Timings;
import jellybean.sim.SimNode;
import jellybean.sim.air.Connection.End;
import jellybean.sim.air.Connection.Listener;

/** One connection, or an attempt at one, as this side sees it. */
final class Session implements Listener {
  /** Decides what it means. */
  interface Owner {
    void said(Session session, Said said);

    void drained(Session session);

    void quiet(Session session);

    void closed(Session session);
  }

  /** How far it came. */
  enum Stage {
    DIALLING,
    GREETING,
    ESTABLISHED,
    CLOSED
  }

  private final SimNode node;
  private final Timings timings;
  private final Owner owner;
  private final NodeId peer;

  /** The number of this side's dial; 0 if the other side dialled. */
  private final long dial;

  private Stage stage = Stage.DIALLING;
  private Optional<End> end = Optional.empty();
  private long heardMs;
  private long wroteMs;

  Session(SimNode node, Timings timings, Owner owner, NodeId peer, long dial) {
    this.node = node;
    this.timings = timings;
    this.owner = owner;
    this.peer = peer;
    this.dial = dial;
  }

  NodeId peer() {
    return peer;
  }

  long dial() {
    return dial;
  }

  boolean isOurs() {
    return dial > 0;
  }

  Stage stage() {
    return stage;
  }

  /** There is a connection; greetings follow. */
  void begin(End opened) {
    end = Optional.of(opened);
    opened.listen(this);
    stage = Stage.GREETING;
    heardMs = node.monotonicMs();
    wroteMs = heardMs;
    var unused = node.after(timings.handshakeMs(), this::requireGreeting);
  }

  private void requireGreeting() {
    if (stage == Stage.GREETING) {
      fail();
    }
  }

  void established() {
    stage = Stage.ESTABLISHED;
    watch();
  }

  /** Looks regularly whether both sides still hear something. */
  private void watch() {
    if (stage != Stage.ESTABLISHED) {
      return;
    }
    long nowMs = node.monotonicMs();
    if (nowMs - heardMs >= timings.idleMs()) {
      fail();
      return;
    }
    if (nowMs - wroteMs >= timings.keepAliveMs()) {
      owner.quiet(this);
    }
    var unused = node.after(timings.keepAliveMs(), this::watch);
  }

  boolean isWritable() {
    return end.isPresent() && end.get().isWritable();
  }

  void write(Said said, int bytes) {
    wroteMs = node.monotonicMs();
    end.ifPresent(e -> e.send(said, bytes));
  }

  void write(Said said) {
    write(said, Said.FRAME_BYTES);
  }

  /** Says why, then closes; the owner is not told. */
  void bye(Keyword reason) {
    if (stage != Stage.DIALLING && stage != Stage.CLOSED) {
      write(new Said.Bye(reason));
    }
    close();
  }

  /** Closes; the owner is not told. */
  void close() {
    stage = Stage.CLOSED;
    end.ifPresent(End::close);
  }

  /** Closes; the owner is told. */
  void fail() {
    if (stage != Stage.CLOSED) {
      close();
      owner.closed(this);
    }
  }

  @Override
  public void received(Object frame) {
    heardMs = node.monotonicMs();
    if (stage != Stage.CLOSED) {
      owner.said(this, (Said) frame);
    }
  }

  @Override
  public void drained() {
    if (stage == Stage.ESTABLISHED) {
      owner.drained(this);
    }
  }

  @Override
  public void writable() {
    drained();
  }

  @Override
  public void closed() {
    if (stage != Stage.CLOSED) {
      stage = Stage.CLOSED;
      owner.closed(this);
    }
  }
}
