package jellybean.bench.remote;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;

/**
 * Pekko's Artery over TCP, with or without TLS, as its reference configuration has it; messages are
 * strings, for which it has a serializer of its own.
 */
final class PekkoSide implements Side {
  private static final String FLOOD = "f" + "x".repeat(Run.MESSAGE_BYTES - 1);
  private static final String ECHO = "e" + "x".repeat(Run.MESSAGE_BYTES - 1);
  private static final String CREDIT = "c";
  private static final Duration RESOLVED_WITHIN = Duration.ofSeconds(30);

  private static final String PLAIN =
      """
      pekko.loglevel = ERROR
      pekko.stdout-loglevel = ERROR
      pekko.actor.provider = remote
      pekko.actor.allow-java-serialization = off
      pekko.remote.artery.transport = tcp
      pekko.remote.artery.canonical.hostname = "127.0.0.1"
      pekko.remote.artery.canonical.port = 0
      """;

  private static final String TLS =
      """
      pekko.remote.artery.transport = tls-tcp
      pekko.remote.artery.ssl.config-ssl-engine {
        key-store = "%1$s", trust-store = "%1$s"
        key-store-password = "%2$s", key-password = "%2$s", trust-store-password = "%2$s"
        protocol = "TLSv1.3"
        enabled-algorithms = ["%3$s"]
        require-mutual-authentication = on
      }
      """;

  private final ActorSystem system;
  private final Optional<ActorRef> sender;

  private PekkoSide(Optional<Path> keys, Optional<Integer> to) {
    Config plain = ConfigFactory.parseString(PLAIN);
    Config config = keys.map(store -> tls(store).withFallback(plain)).orElse(plain);
    system = ActorSystem.create("bench", config.withFallback(ConfigFactory.load()));
    sender = to.map(this::senderTo);
    if (to.isEmpty()) {
      system.actorOf(Props.create(Receiver.class), "receiver");
    }
  }

  private static Config tls(Path store) {
    return ConfigFactory.parseString(TLS.formatted(store, Keys.PASSWORD, Keys.CIPHER));
  }

  private ActorRef senderTo(int port) {
    ActorRef receiver =
        system
            .actorSelection("pekko://bench@127.0.0.1:" + port + "/user/receiver")
            .resolveOne(RESOLVED_WITHIN)
            .toCompletableFuture()
            .join();
    return system.actorOf(Props.create(Sender.class, receiver));
  }

  static PekkoSide receiver(Optional<Path> keys) {
    return new PekkoSide(keys, Optional.empty());
  }

  static PekkoSide sender(Optional<Path> keys, int port) {
    return new PekkoSide(keys, Optional.of(port));
  }

  @Override
  public int port() {
    Object port = ((ExtendedActorSystem) system).provider().getDefaultAddress().port().get();
    return (Integer) port;
  }

  @Override
  public void begin(Run run) {
    sender.orElseThrow().tell(run, ActorRef.noSender());
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  /** Sends by the account of the measurement that is under way. */
  static final class Sender extends AbstractActor {
    private final ActorRef receiver;
    private Run run = new Run(Run.Kind.ECHO, 0);

    Sender(ActorRef receiver) {
      this.receiver = receiver;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().match(Run.class, this::begin).match(String.class, this::more).build();
    }

    private void begin(Run begun) {
      run = begun;
      send(begun.begin(System.nanoTime()));
    }

    private void more(String answer) {
      send(run.answered(System.nanoTime()));
    }

    private void send(int count) {
      String message = run.kind == Run.Kind.FLOOD ? FLOOD : ECHO;
      for (int i = 0; i < count; i++) {
        receiver.tell(message, getSelf());
      }
    }
  }

  /** Counts what is not confirmed. */
  static final class Receiver extends AbstractActor {
    private int unconfirmed;

    @Override
    public Receive createReceive() {
      return receiveBuilder().match(String.class, this::arrived).build();
    }

    private void arrived(String message) {
      if (message.charAt(0) == 'e') {
        getSender().tell(message, getSelf());
      } else if (++unconfirmed == Run.CREDIT) {
        unconfirmed = 0;
        getSender().tell(CREDIT, getSelf());
      }
    }
  }
}
