package jellybean.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.ReplyTo;
import jellybean.message.Via;
import jellybean.net.Identity;
import jellybean.net.OperatorClient;
import jellybean.net.Timings;
import jellybean.shell.Session;
import jellybean.shell.ShellException;

/**
 * Questions to a member's shell actor as envelopes over an operator's connection. Any thread may
 * ask; answers come on the connection's thread.
 */
final class FleetSession implements Session, OperatorClient.Handler {
  /** Questions without an answer so far; more are refused. */
  static final int MAX_OPEN = 64;

  private final Map<Long, CompletableFuture<Value>> open = new ConcurrentHashMap<>();
  private final AtomicLong lastNumber = new AtomicLong();
  private final CompletableFuture<OperatorClient> client = new CompletableFuture<>();
  private volatile Optional<String> end = Optional.empty();

  private FleetSession() {}

  /**
   * Connects; waits until the member has answered.
   *
   * @param timings how long that, and any silence afterwards, may last
   * @throws jellybean.net.TransportException if it cannot be reached, or refuses
   */
  static FleetSession connect(HostPort member, Identity identity, Timings timings) {
    FleetSession session = new FleetSession();
    session.client.complete(
        OperatorClient.connect(member.host(), member.port(), identity, timings, session));
    return session;
  }

  @Override
  public CompletableFuture<Value> ask(String name, Value data) {
    CompletableFuture<Value> answer = new CompletableFuture<>();
    long number = lastNumber.incrementAndGet();
    if (open.size() >= MAX_OPEN) {
      throw new ShellException(
          name + " was not sent: expected at most " + MAX_OPEN + " questions at a time");
    }
    open.put(number, answer);
    answer.whenComplete((value, fault) -> open.remove(number));
    Optional<Keyword> unsent = client.join().send(envelope(name, data, number));
    // It may have ended before the question was noted: then nobody else completes the answer.
    end.ifPresent(why -> answer.completeExceptionally(new ShellException(why)));
    if (unsent.isPresent() && end.isEmpty()) {
      open.remove(number);
      throw new ShellException(name + " was not sent to " + member() + ": " + unsent.get());
    }
    return answer;
  }

  private Envelope envelope(String name, Value data, long number) {
    OperatorClient connected = client.join();
    Address me = connected.address();
    return new Envelope(
        Envelope.Kind.MESSAGE,
        me,
        Address.of("sys", connected.node().value(), "shell"),
        new MessageId(connected.node(), 0, number),
        Keyword.of(name),
        data,
        System.currentTimeMillis(),
        0,
        Optional.of(new ReplyTo(me, connected.node(), number)),
        Via.NONE);
  }

  @Override
  public void received(Envelope envelope) {
    envelope
        .replyTo()
        .map(replyTo -> open.get(replyTo.ask()))
        .ifPresent(answer -> answer.complete(envelope.data()));
  }

  @Override
  public void closed(String why) {
    end = Optional.of(why);
    open.values().forEach(answer -> answer.completeExceptionally(new ShellException(why)));
  }

  @Override
  public String member() {
    return client.join().node().value();
  }

  @Override
  public boolean isOpen() {
    return end.isEmpty();
  }

  @Override
  public void close() {
    client.join().close();
  }
}
