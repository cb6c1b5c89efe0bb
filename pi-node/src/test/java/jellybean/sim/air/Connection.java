package jellybean.sim.air;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import jellybean.message.NodeId;
import jellybean.sim.SimNode;

/**
 * A TCP connection: frames of one direction arrive in order and once, or the connection breaks.
 * While a way is cut its frames wait and are tried again with growing delays; the ends have to
 * notice the silence themselves. A node that lost its power says nothing; its next life answers the
 * next segment by a reset.
 */
public final class Connection implements Comparable<Connection> {
  /** Bytes that an end takes before it asks the writer to wait. */
  static final int HIGH_MARK_BYTES = 128 << 10;

  private final Air air;
  private final long number;
  private final End dialler;
  private final End acceptor;

  /** Hears of one end; all calls come while the node runs. */
  public interface Listener {
    void received(Object frame);

    /** What arrived at once has been handed over. */
    void drained();

    /** There is room again after {@link End#isWritable} was false. */
    void writable();

    /** It is over; nothing comes any more. */
    void closed();
  }

  private record Sent(Object frame, int bytes, long readyMs) {}

  /** Comes after the last frame. */
  private enum Fin {
    FIN
  }

  Connection(Air air, SimNode from, SimNode to) {
    this.air = air;
    this.number = air.simulation().splitRandom().nextLong();
    this.dialler = new End(from);
    this.acceptor = new End(to);
    dialler.other = Optional.of(acceptor);
    acceptor.other = Optional.of(dialler);
    air.opened(this);
  }

  End dialler() {
    return dialler;
  }

  End acceptor() {
    return acceptor;
  }

  boolean isBetween(NodeId a, NodeId b) {
    NodeId from = dialler.node.id();
    NodeId to = acceptor.node.id();
    return (from.equals(a) && to.equals(b)) || (from.equals(b) && to.equals(a));
  }

  /** Both ends hear that it is over, what is under way is lost. */
  void reset() {
    dialler.over();
    acceptor.over();
  }

  @Override
  public int compareTo(Connection other) {
    return Long.compare(number, other.number);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }

  /** One side of a connection. */
  public final class End {
    private final SimNode node;
    private final Deque<Sent> sent = new ArrayDeque<>();
    private Optional<End> other = Optional.empty();
    private Optional<Listener> listener = Optional.empty();
    private int sentBytes;
    private long lastReadyMs;
    private long waitMs = Air.FIRST_RESEND_MS;
    private boolean isPumping;
    private boolean isHeldUp;
    private boolean isOver;

    private End(SimNode node) {
      this.node = node;
    }

    public void listen(Listener to) {
      listener = Optional.of(to);
    }

    public NodeId peer() {
      return other().node.id();
    }

    private End other() {
      return other.orElseThrow();
    }

    public boolean isOpen() {
      return !isOver;
    }

    public boolean isWritable() {
      isHeldUp |= sentBytes >= HIGH_MARK_BYTES;
      return !isOver && sentBytes < HIGH_MARK_BYTES;
    }

    public void send(Object frame, int bytes) {
      if (isOver) {
        return;
      }
      NodeId from = node.id();
      long readyMs = air.simulation().nowMs() + air.delayMs(from, peer());
      long resendMs = Air.FIRST_RESEND_MS;
      while (air.isLost(from, peer()) && resendMs < Air.LONGEST_RESEND_MS) {
        readyMs += resendMs;
        resendMs *= 2;
      }
      lastReadyMs = Math.max(lastReadyMs, readyMs);
      sent.addLast(new Sent(frame, bytes, lastReadyMs));
      sentBytes += bytes;
      pump();
    }

    /** Ends it on this side; the other one hears of it after what was sent before. */
    public void close() {
      if (!isOver) {
        send(Fin.FIN, 0);
        listener = Optional.empty();
        isOver = true;
      }
    }

    private void pump() {
      Sent first = sent.peekFirst();
      if (!isPumping && first != null) {
        isPumping = true;
        air.simulation().at(first.readyMs, number, this::attempt);
      }
    }

    private void attempt() {
      isPumping = false;
      SimNode target = other().node;
      if (!node.isAlive() || sent.isEmpty()) {
        // The power is gone on this side; what was sent is not sent again.
        sent.clear();
        return;
      }
      boolean isThrough = air.isOpen(node.id(), peer());
      if (isThrough && isForgotten(target)) {
        over();
      } else if (!target.isAlive() || !isThrough || target.isPaused()) {
        again();
      } else {
        waitMs = Air.FIRST_RESEND_MS;
        deliver();
        pump();
      }
    }

    /** Whether another life of the node is there, which knows nothing of the connection. */
    private boolean isForgotten(SimNode target) {
      return !target.isAlive()
          && air.simulation().find(peer()).filter(n -> n != target && n.isAlive()).isPresent();
    }

    private void again() {
      if (isOver && waitMs == Air.LONGEST_RESEND_MS) {
        sent.clear(); // Nobody waits for it any more.
        return;
      }
      isPumping = true;
      air.simulation()
          .after(
              waitMs,
              () -> {
                isPumping = false;
                pump();
              });
      waitMs = Math.min(2 * waitMs, Air.LONGEST_RESEND_MS);
    }

    private void deliver() {
      long nowMs = air.simulation().nowMs();
      while (!sent.isEmpty() && sent.getFirst().readyMs <= nowMs) {
        Sent first = sent.removeFirst();
        sentBytes -= first.bytes;
        air.carried();
        if (first.frame == Fin.FIN) {
          other().over();
        } else {
          other().listener.ifPresent(l -> l.received(first.frame));
        }
      }
      other().listener.ifPresent(Listener::drained);
      if (isHeldUp && sentBytes < HIGH_MARK_BYTES / 2) {
        isHeldUp = false;
        node.admit(() -> listener.ifPresent(Listener::writable));
      }
    }

    private void over() {
      sent.clear();
      if (isOver) {
        air.ended(Connection.this);
        return;
      }
      isOver = true;
      air.ended(Connection.this);
      node.admit(
          () -> {
            Optional<Listener> told = listener;
            listener = Optional.empty();
            told.ifPresent(Listener::closed);
          });
    }
  }
}
