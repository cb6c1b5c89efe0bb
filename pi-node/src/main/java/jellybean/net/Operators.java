package jellybean.net;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jellybean.edn.Keyword;
import jellybean.message.Address;
import jellybean.message.Envelope;
import jellybean.message.ReplyTo;
import jellybean.net.Counters.Count;
import jellybean.net.Counters.FrameFault;
import jellybean.wire.Frame;

/**
 * The operators' connections to this node. Each gets an address, {@code /op/<node>/<number>}, that
 * stands for it in every envelope it sends, whatever it claims.
 */
final class Operators {
  static final int MAX_OPERATORS = 16;

  private static final String ROOT = "op";

  private final Here here;
  // Written by the event loop thread, read by any.
  private final Map<Address, Connection> byAddress = new ConcurrentHashMap<>();
  private final Map<Connection, Address> addresses = new HashMap<>();

  Operators(Here here) {
    this.here = here;
  }

  /** Any thread. */
  int size() {
    return byAddress.size();
  }

  /** Event loop thread. */
  void greeted(Connection connection, Principal.Operator operator) {
    if (addresses.size() >= MAX_OPERATORS) {
      connection.refuse(
          HandshakeFault.TOO_MANY, "expected at most " + MAX_OPERATORS + " operators at a time");
      return;
    }
    Address address = Address.of(ROOT, here.self().value(), Long.toString(here.nextNumber()));
    addresses.put(connection, address);
    byAddress.put(address, connection);
    connection.write(new Frame.Welcome(here.self(), address));
    connection.flush();
    connection.established();
    here.counters().add(Count.OPERATORS);
  }

  /** Event loop thread. */
  void frame(Connection connection, Principal.Operator operator, Frame frame) {
    switch (frame) {
      case Frame.Plain plain -> {
        here.counters().add(Count.ENVELOPES_IN);
        Address address = addresses.getOrDefault(connection, Address.ROOT);
        here.listener().operatorEnvelope(operator, sentBy(address, plain.envelope()));
      }
      case Frame.Ack _ -> {}
      case Frame.Bye _ -> connection.close();
      case Frame.Hello _,
          Frame.OperatorHello _,
          Frame.Welcome _,
          Frame.Numbered _,
          Frame.MembershipBytes _,
          Frame.Holding _,
          Frame.Denied _,
          Frame.Ring _ ->
          connection.refuse(
              FrameFault.UNEXPECTED,
              "expected an envelope, found " + frame.getClass().getSimpleName());
    }
  }

  private Envelope sentBy(Address address, Envelope envelope) {
    Optional<ReplyTo> replyTo =
        envelope.replyTo().map(asked -> new ReplyTo(address, here.self(), asked.ask()));
    return new Envelope(
        envelope.kind(),
        address,
        envelope.to(),
        envelope.id(),
        envelope.name(),
        envelope.data(),
        envelope.timeMs(),
        envelope.seed(),
        replyTo,
        envelope.via());
  }

  /**
   * Sends to the operator at {@code envelope.to()}. Any thread.
   *
   * @return why it was not sent, if it was not
   */
  Optional<Keyword> send(Envelope envelope) {
    Connection connection = byAddress.get(envelope.to());
    if (connection == null) {
      return Optional.of(Reasons.OPERATOR_GONE);
    }
    Optional<Keyword> refused = connection.say(envelope);
    // A slow terminal must not make the node keep what it does not read.
    refused.ifPresentOrElse(
        reason -> here.counters().add(Count.OVERFLOWS, reason.equals(Reasons.OVERFLOW) ? 1 : 0),
        () -> here.counters().add(Count.ENVELOPES_OUT));
    return refused;
  }

  /** Shows an operator that the node lives. Event loop thread. */
  void keepAlive(Connection connection) {
    // Who does not read what waits for it would not read this either.
    if (connection.isWritable()) {
      connection.write(new Frame.Ack(0));
      connection.flush();
    }
  }

  /** Event loop thread. */
  void closed(Connection connection) {
    Address address = addresses.remove(connection);
    if (address != null) {
      byAddress.remove(address);
      here.listener().operatorGone(address);
    }
  }

  /** Event loop thread. */
  void close() {
    Map.copyOf(addresses).keySet().forEach(connection -> connection.bye(Reasons.CLOSED));
  }
}
