package jellybean.bench.remote;

import java.nio.file.Path;
import java.util.Optional;

/** Who is measured, and how its two processes begin. */
enum Contestant {
  /** Frames of a length and 100 bytes, without TLS: what the machine can do at all. */
  RAW_PLAIN("raw-100-bytes-plain", false),
  /** The same with TLS. */
  RAW("raw-100-bytes", true),
  /** Frames as long as Jellybean's for the same messages: what its aim is measured against. */
  RAW_SAME("raw-same-frames", true),
  JELLYBEAN("jellybean", true),
  PEKKO_PLAIN("pekko-plain", false),
  PEKKO("pekko", true),
  ERLANG_PLAIN("erlang-plain", false),
  ERLANG("erlang", true);

  final String label;
  final boolean isSecure;

  Contestant(String label, boolean isSecure) {
    this.label = label;
    this.isSecure = isSecure;
  }

  boolean isErlang() {
    return this == ERLANG || this == ERLANG_PLAIN;
  }

  /** What it does, for the report. */
  String method() {
    return switch (this) {
      case RAW_PLAIN ->
          "Netty NIO sockets, 4 bytes of length and 100 of body, a batch per write; no TLS";
      case RAW -> "the same with TLS";
      case RAW_SAME -> "the same, bodies as long as Jellybean's frames for the same messages";
      case JELLYBEAN ->
          "actors on one loop in each process; envelopes as EDN, numbered and confirmed links";
      case PEKKO_PLAIN -> "classic actors, Artery over TCP as by reference.conf, strings; no TLS";
      case PEKKO -> "the same over tls-tcp";
      case ERLANG_PLAIN -> "processes, distribution over TCP, binaries, two schedulers; no TLS";
      case ERLANG -> "the same with inet_tls";
    };
  }

  /** Within the process that receives. */
  Side receiver(Path fleet, int bodyBytes) {
    Keys keys = new Keys(fleet);
    return switch (this) {
      case RAW_PLAIN, RAW, RAW_SAME ->
          RawSide.receiver(
              bodyBytes, isSecure ? Optional.of(keys.server(receiverId())) : Optional.empty());
      case JELLYBEAN -> JellySide.receiver(keys.node(receiverId()));
      case PEKKO_PLAIN -> PekkoSide.receiver(Optional.empty());
      case PEKKO -> PekkoSide.receiver(Optional.of(keys.store(receiverId())));
      case ERLANG_PLAIN, ERLANG -> throw notJava();
    };
  }

  /** Within the process that sends. */
  Side sender(Path fleet, int bodyBytes, int port) {
    Keys keys = new Keys(fleet);
    return switch (this) {
      case RAW_PLAIN, RAW, RAW_SAME ->
          RawSide.sender(
              bodyBytes, isSecure ? Optional.of(keys.client(senderId())) : Optional.empty(), port);
      case JELLYBEAN -> JellySide.sender(keys.node(senderId()), port);
      case PEKKO_PLAIN -> PekkoSide.sender(Optional.empty(), port);
      case PEKKO -> PekkoSide.sender(Optional.of(keys.store(senderId())), port);
      case ERLANG_PLAIN, ERLANG -> throw notJava();
    };
  }

  private RemoteException notJava() {
    return new RemoteException("cannot run " + label + " here: it is no Java");
  }

  static String receiverId() {
    return JellySide.RECEIVING.value();
  }

  static String senderId() {
    return JellySide.SENDING.value();
  }
}
