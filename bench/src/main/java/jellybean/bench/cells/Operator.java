package jellybean.bench.cells;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.ReplyTo;
import jellybean.message.Via;
import jellybean.net.Identity;
import jellybean.net.OperatorClient;
import jellybean.net.Timings;

/** Asks the fleet through one of its nodes, as the shell does. */
final class Operator implements AutoCloseable {
  static final String NAME = "rig";

  /** As {@code jelly node} has it. */
  static final int PORT = 7420;

  private final Map<Long, CompletableFuture<Value>> open = new ConcurrentHashMap<>();
  private final AtomicLong number = new AtomicLong();
  private final OperatorClient client;

  private Operator(String host, Path identity, Timings timings) {
    client =
        OperatorClient.connect(
            host,
            PORT,
            Identity.load(identity),
            timings,
            new OperatorClient.Handler() {
              @Override
              public void received(Envelope envelope) {
                envelope
                    .replyTo()
                    .flatMap(r -> Optional.ofNullable(open.remove(r.ask())))
                    .ifPresent(f -> f.complete(envelope.data()));
              }

              @Override
              public void closed(String why) {
                open.values().forEach(f -> f.completeExceptionally(new RigException(why)));
              }
            });
  }

  /** Connects to the node at that address. */
  static Operator at(String host, Path fleet, Timings timings) {
    return new Operator(host, fleet.resolve("operators").resolve(NAME), timings);
  }

  /**
   * @throws RigException if no answer comes in time
   */
  Value ask(String name, Value data, long withinMs) {
    long ask = number.incrementAndGet();
    CompletableFuture<Value> answer = new CompletableFuture<>();
    open.put(ask, answer);
    Address gate = Address.of("sys", client.node().value(), "shell");
    client
        .send(
            new Envelope(
                Envelope.Kind.MESSAGE,
                client.address(),
                gate,
                new MessageId(client.node(), 0, ask),
                Keyword.of(name),
                data,
                System.currentTimeMillis(),
                0,
                Optional.of(new ReplyTo(client.address(), client.node(), ask)),
                Via.NONE))
        .ifPresent(why -> answer.completeExceptionally(new RigException("not sent: " + why)));
    try {
      return answer.get(withinMs, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new RigException(
          "no answer of " + client.node() + " to " + name + " within " + withinMs + " ms: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted", e);
    } finally {
      open.remove(ask);
    }
  }

  /** Says something into the bus of a cluster. */
  Value send(String to, String name, long withinMs) {
    EdnMap order =
        EdnMap.of(
            Keyword.of("to"),
            new Text(to),
            Keyword.of("name"),
            Keyword.of(name),
            Keyword.of("data"),
            Nil.NIL);
    return ask("send", order, withinMs);
  }

  @Override
  public void close() {
    client.close();
  }
}
