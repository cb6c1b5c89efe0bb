package jellybean.node;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.message.Envelope;
import jellybean.message.MessageId;
import jellybean.message.ReplyTo;
import jellybean.message.Via;
import jellybean.net.Identity;
import jellybean.net.OperatorClient;
import jellybean.net.Timings;

/** An operator's connection to a real node. */
final class RealOperator implements AutoCloseable {
  private static final long WITHIN_MS = 120_000;

  private final Map<Long, CompletableFuture<Value>> open = new ConcurrentHashMap<>();
  private final AtomicLong number = new AtomicLong();
  private final OperatorClient client;

  RealOperator(RealNode node, Path identity) {
    client =
        OperatorClient.connect(
            "127.0.0.1",
            node.port(),
            Identity.load(identity),
            Timings.WIFI,
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
                open.values().forEach(f -> f.completeExceptionally(new AssertionError(why)));
              }
            });
  }

  Value ask(String name, Value data) {
    long ask = number.incrementAndGet();
    CompletableFuture<Value> answer = new CompletableFuture<>();
    open.put(ask, answer);
    client
        .send(
            new Envelope(
                Envelope.Kind.MESSAGE,
                client.address(),
                ShellProtocol.gate(client.node()),
                new MessageId(client.node(), 0, ask),
                Keyword.of(name),
                data,
                System.currentTimeMillis(),
                0,
                Optional.of(new ReplyTo(client.address(), client.node(), ask)),
                Via.NONE))
        .ifPresent(
            why -> {
              throw new AssertionError("not sent: " + why);
            });
    try {
      return answer.get(WITHIN_MS, TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new AssertionError("no answer to " + name + " " + data, e);
    }
  }

  /** Asks again and again until the answer is as it should be. */
  Value askUntil(String name, Value data, Predicate<Value> right) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WITHIN_MS);
    Value answer = ask(name, data);
    while (!right.test(answer)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still " + answer);
      }
      answer = ask(name, data);
    }
    return answer;
  }

  @Override
  public void close() {
    client.close();
  }
}
