package jellybean.sim.air;

import java.util.Optional;
import java.util.function.Consumer;
import jellybean.message.NodeId;
import jellybean.sim.SimNode;
import jellybean.sim.air.Air.Acceptor;

/** The handshake of a connection: TCP and TLS as one exchange, repeated until it gets through. */
final class Dialling {
  private final Air air;
  private final SimNode from;
  private final NodeId to;
  private final long endMs;
  private final Consumer<Optional<Connection.End>> result;
  private long waitMs = Air.FIRST_RESEND_MS;

  Dialling(
      Air air, SimNode from, NodeId to, long endMs, Consumer<Optional<Connection.End>> result) {
    this.air = air;
    this.from = from;
    this.to = to;
    this.endMs = endMs;
    this.result = result;
  }

  void attempt() {
    if (air.simulation().nowMs() >= endMs) {
      from.admit(() -> result.accept(Optional.empty()));
      return;
    }
    boolean isLost = air.isLost(from.id(), to) || air.isLost(to, from.id());
    if (isLost) {
      again();
    } else {
      air.simulation().after(air.delayMs(from.id(), to), this::reached);
    }
  }

  private void again() {
    air.simulation().after(waitMs, this::attempt);
    waitMs = Math.min(2 * waitMs, Air.LONGEST_RESEND_MS);
  }

  private void reached() {
    boolean isThrough = air.isOpen(from.id(), to) && air.isOpen(to, from.id());
    Optional<SimNode> target = air.simulation().find(to).filter(SimNode::isAlive);
    if (!isThrough || target.isEmpty()) {
      again();
      return;
    }
    Optional<Acceptor> acceptor = air.acceptor(to);
    long backMs = air.delayMs(to, from.id());
    if (acceptor.isEmpty()) {
      air.simulation().after(backMs, () -> from.admit(() -> result.accept(Optional.empty())));
      return;
    }
    target.get().admit(() -> accept(target.get(), acceptor.get(), backMs));
  }

  private void accept(SimNode target, Acceptor acceptor, long backMs) {
    Connection connection = new Connection(air, from, target);
    acceptor.accept(connection.acceptor());
    air.simulation()
        .after(backMs, () -> from.admit(() -> result.accept(Optional.of(connection.dialler()))));
  }
}
