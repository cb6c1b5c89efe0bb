package jellybean.net;

import io.scalecube.cluster.transport.api.Message;
import io.scalecube.cluster.transport.api.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import jellybean.edn.EdnMap;
import jellybean.message.NodeId;
import jellybean.port.Timers;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * ScaleCube's transport over a {@link MembershipChannel}: addresses in figures, messages as EDN,
 * every queue bounded. It knows no connections: whether a message goes as a datagram or a frame is
 * the channel's affair, and a loss is what the protocol is made for.
 */
final class SwimTransport implements Transport {
  /** Messages waiting for one of ScaleCube's parts; there are five, each takes what concerns it. */
  static final int MAX_WAITING = 256;

  private static final Duration MAX_CONTENTION = Duration.ofSeconds(1);

  private final MembershipChannel channel;
  private final SwimCounters counters;
  private final Rumours rumours;
  private final RumourPackets packets;
  private final Homes homes;
  private final Sinks.Many<Message> received = Sinks.many().multicast().directBestEffort();
  private volatile boolean stopped;

  SwimTransport(
      LifeId self, MembershipChannel channel, Homes homes, SwimCounters counters, Timers timers) {
    this.homes = homes;
    this.packets = new RumourPackets(timers, this::sendNow);
    this.rumours = new Rumours(self);
    this.channel = channel;
    this.counters = counters;
  }

  @Override
  public String address() {
    return HostPort.print(channel.localAddress());
  }

  @Override
  public Mono<Transport> start() {
    channel.onReceive(this::received);
    return Mono.just(this);
  }

  /** Also ends the life that ScaleCube leads: nothing is sent or heard any more. */
  @Override
  public Mono<Void> stop() {
    return Mono.fromRunnable(this::mute);
  }

  /** Says what waits to be said, then falls silent and deaf at once. */
  void mute() {
    if (!stopped) {
      packets.flush();
      stopped = true;
      channel.onReceive((from, payload) -> {});
    }
  }

  @Override
  public boolean isStopped() {
    return stopped;
  }

  @Override
  public Mono<Void> send(String address, Message message) {
    return Mono.fromRunnable(() -> sendUnlessIdle(address, message));
  }

  private void sendUnlessIdle(String address, Message message) {
    EdnMap value;
    try {
      value = SwimCodec.toValue(message);
    } catch (SwimFormatException e) {
      counters.unsendable();
      throw e;
    }
    if (rumours.isIdle(value)) {
      counters.idleRumour();
    } else if (Rumours.isGossip(value)) {
      packets.add(address, value);
    } else {
      sendNow(address, value);
    }
  }

  private void sendNow(String address, EdnMap value) {
    send(address, () -> SwimCodec.print(value));
  }

  /** Sends bytes; what cannot be made or sent is counted and its reason thrown. */
  void send(String address, Supplier<byte[]> payload) {
    send(address, payload, channel::send);
  }

  /** The same over TCP, whatever the size. */
  void sendByTcp(String address, Supplier<byte[]> payload) {
    send(address, payload, channel::sendByTcp);
  }

  private void send(
      String address, Supplier<byte[]> payload, BiConsumer<InetSocketAddress, byte[]> way) {
    if (stopped) {
      return;
    }
    try {
      byte[] bytes = payload.get();
      way.accept(HostPort.parse(address), bytes);
      counters.sent(bytes.length);
    } catch (SwimFormatException | IllegalArgumentException e) {
      counters.unsendable();
      throw e;
    }
  }

  @Override
  public Mono<Message> requestResponse(String address, Message request) {
    String correlation = request.correlationId();
    return Mono.create(
        sink -> {
          Disposable answer =
              listen()
                  .filter(message -> isAnswer(message, correlation))
                  .take(1)
                  .subscribe(sink::success, sink::error, sink::success);
          Disposable question = send(address, request).subscribe(sent -> {}, sink::error);
          sink.onDispose(Disposables.composite(answer, question));
        });
  }

  private static boolean isAnswer(Message message, String correlation) {
    return correlation.equals(message.correlationId());
  }

  @Override
  public Flux<Message> listen() {
    return received
        .asFlux()
        .onBackpressureBuffer(
            MAX_WAITING, message -> counters.overflow(), BufferOverflowStrategy.DROP_LATEST);
  }

  private void received(NodeId from, byte[] payload) {
    counters.received(payload.length);
    try {
      Message message = SwimCodec.decode(from, payload, homes, rumours::heard);
      received.emitNext(message, Sinks.EmitFailureHandler.busyLooping(MAX_CONTENTION));
    } catch (SwimFormatException e) {
      counters.malformed();
    } catch (Sinks.EmissionException e) {
      counters.overflow();
    }
  }
}
