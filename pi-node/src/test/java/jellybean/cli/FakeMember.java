package jellybean.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.Via;
import jellybean.net.Principal;
import jellybean.net.Timings;
import jellybean.net.Transport;
import jellybean.net.TransportConfig;
import jellybean.net.TransportListener;
import jellybean.port.Clock;

/** A member on the loopback whose shell actor answers what it is told to; no answer is silence. */
final class FakeMember implements AutoCloseable {
  private final CompletableFuture<Transport> transport = new CompletableFuture<>();
  private final Function<Envelope, Optional<Value>> shell;

  FakeMember(Path identity, int port, Function<Envelope, Optional<Value>> shell) {
    this.shell = shell;
    SplittableRandom random = new SplittableRandom(port);
    InetSocketAddress bind = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    transport.complete(
        Transport.open(
            TransportConfig.load(identity, bind, 1, Timings.LAN),
            new SystemClock(),
            random::nextLong,
            id -> Optional.empty(),
            new Ears()));
  }

  HostPort at() {
    return new HostPort("127.0.0.1", transport.join().address().getPort());
  }

  @Override
  public void close() {
    transport.join().close();
  }

  private void answer(Envelope question) {
    shell
        .apply(question)
        .map(
            value ->
                new Envelope(
                    Envelope.Kind.ANSWER,
                    question.to(),
                    question.from(),
                    new MessageId(transport.join().self(), 1, question.id().sequence()),
                    question.name(),
                    value,
                    1,
                    2,
                    question.replyTo(),
                    Via.NONE))
        .ifPresent(transport.join()::sendToOperator);
  }

  private static final class SystemClock implements Clock {
    @Override
    public long monotonicMs() {
      return System.nanoTime() / 1_000_000;
    }

    @Override
    public long wallMs() {
      return System.currentTimeMillis();
    }
  }

  private final class Ears implements TransportListener {
    @Override
    public void operatorEnvelope(Principal.Operator operator, Envelope envelope) {
      answer(envelope);
    }

    @Override
    public void received(NodeId from, Envelope envelope) {}

    @Override
    public void undeliverable(NodeId to, Envelope envelope, Keyword reason) {}

    @Override
    public void connected(NodeId peer, long incarnation) {}

    @Override
    public void disconnected(NodeId peer) {}

    @Override
    public void pressure(NodeId peer, boolean high) {}

    @Override
    public void operatorGone(Address address) {}
  }
}
