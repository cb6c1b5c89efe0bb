package jellybean.net;

import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import jellybean.net.Connection.Stage;
import jellybean.net.Counters.Count;
import jellybean.wire.Frame;

/**
 * Lets the right ones in: compares what a greeting claims with what the certificate proves, and
 * hands nodes to {@link Peers}, operators to {@link Operators}. Owned by the event loop thread.
 */
final class Switchboard implements Connection.Owner {
  private final Here here;
  private final Peers peers;
  private final Greeter greeter;
  private final Operators operators;
  private final MembershipFrames membership;
  private final Lobby lobby;
  private final Guard guard;

  Switchboard(
      Here here,
      Lobby lobby,
      Peers peers,
      Greeter greeter,
      Operators operators,
      MembershipFrames membership,
      Guard guard) {
    this.here = here;
    this.peers = peers;
    this.greeter = greeter;
    this.operators = operators;
    this.membership = membership;
    this.lobby = lobby;
    this.guard = guard;
  }

  @Override
  public void secured(Connection connection) {
    guard.secured(connection);
    if (!(connection.dial() instanceof Dial.Ours ours)) {
      return;
    }
    if (!(connection.principal() instanceof Principal.Node node)) {
      connection.refuse(HandshakeFault.WRONG_NODE, "expected a node");
    } else if (node.id().equals(here.self())) {
      connection.refuse(HandshakeFault.MYSELF, "this is node " + here.self() + " itself");
    } else if (ours.expected().filter(id -> !id.equals(node.id())).isPresent()) {
      connection.refuse(
          HandshakeFault.WRONG_NODE,
          "expected node " + ours.expected().get() + ", found node " + node.id());
    } else {
      greeter.dialSecured(connection, node.id());
    }
  }

  @Override
  public void frame(Connection connection, Frame frame) {
    if (connection.stage() == Stage.ESTABLISHED) {
      switch (connection.principal()) {
        case Principal.Node node -> ofNode(connection, node.id(), frame);
        case Principal.Operator operator -> operators.frame(connection, operator, frame);
      }
      return;
    }
    greeting(connection, frame);
    if (connection.stage() == Stage.ESTABLISHED) {
      leaveLobby(connection);
      if (connection.principal() instanceof Principal.Node) {
        guard.established(connection);
      }
    }
  }

  private void ofNode(Connection connection, NodeId id, Frame frame) {
    if (!guard.frame(connection, id, frame)) {
      peers.frame(connection, id, frame);
    }
  }

  private void greeting(Connection connection, Frame frame) {
    switch (frame) {
      case Frame.Hello hello -> {
        if (isAcceptable(connection, hello)) {
          greeter.greeted(connection, hello);
        }
      }
      case Frame.OperatorHello hello -> {
        if (isAcceptable(connection, hello)) {
          operators.greeted(connection, (Principal.Operator) connection.principal());
        }
      }
      case Frame.Bye bye -> refusedWith(connection, bye.reason());
      case Frame.Numbered _,
          Frame.Ack _,
          Frame.Plain _,
          Frame.Welcome _,
          Frame.MembershipBytes _,
          Frame.Holding _,
          Frame.Denied _,
          Frame.Ring _ ->
          connection.refuse(
              HandshakeFault.NO_GREETING,
              "expected a greeting first, found " + frame.getClass().getSimpleName());
    }
  }

  private void refusedWith(Connection connection, Keyword reason) {
    if (reason.equals(Reasons.TIE) || reason.equals(Reasons.SUPERSEDED)) {
      here.counters().add(Count.TIES);
    } else {
      connection.note(HandshakeFault.REFUSED_BY_PEER, "it closed with " + reason);
    }
    connection.close();
  }

  private boolean isAcceptable(Connection connection, Frame.Hello hello) {
    Principal claimed = new Principal.Node(hello.fleet(), hello.node());
    if (!isNamed(connection, claimed.equals(connection.principal()), claimed.toString())) {
      return false;
    }
    if (hello.node().equals(here.self())) {
      connection.refuse(HandshakeFault.MYSELF, "this is node " + here.self() + " itself");
      return false;
    }
    return isOurProtocol(connection, hello.protocol());
  }

  private boolean isAcceptable(Connection connection, Frame.OperatorHello hello) {
    String claimed = "operator " + hello.name() + " of fleet " + hello.fleet();
    boolean named =
        connection.principal() instanceof Principal.Operator operator
            && operator.name().equals(hello.name())
            && operator.fleet().equals(hello.fleet());
    return isNamed(connection, named, claimed) && isOurProtocol(connection, hello.protocol());
  }

  private static boolean isNamed(Connection connection, boolean named, String claimed) {
    if (!named) {
      connection.refuse(
          HandshakeFault.NAME_MISMATCH,
          "its certificate names "
              + connection.principal()
              + ", but its greeting claims to be "
              + claimed);
    }
    return named;
  }

  private static boolean isOurProtocol(Connection connection, int protocol) {
    if (protocol != Frame.PROTOCOL) {
      connection.refuse(
          HandshakeFault.OTHER_PROTOCOL,
          "expected protocol " + Frame.PROTOCOL + ", found " + protocol);
    }
    return protocol == Frame.PROTOCOL;
  }

  @Override
  public void drained(Connection connection) {
    peerOf(connection, peers::confirm);
  }

  @Override
  public void writable(Connection connection) {
    guard.writable(connection);
    peerOf(connection, peers::writable);
  }

  @Override
  public void quiet(Connection connection) {
    if (connection.stage() != Stage.ESTABLISHED) {
      return;
    }
    switch (connection.principal()) {
      case Principal.Node node -> peers.keepAlive(node.id());
      case Principal.Operator _ -> operators.keepAlive(connection);
    }
  }

  private interface OfPeer {
    void call(NodeId id);
  }

  private static void peerOf(Connection connection, OfPeer action) {
    if (connection.stage() == Stage.ESTABLISHED
        && connection.principal() instanceof Principal.Node node) {
      action.call(node.id());
    }
  }

  private void leaveLobby(Connection connection) {
    if (connection.dial() instanceof Dial.Theirs theirs) {
      lobby.leave(theirs.guest());
    }
  }

  @Override
  public void closed(Connection connection, Stage reached) {
    leaveLobby(connection);
    guard.closed(connection);
    membership.closed(connection);
    operators.closed(connection);
    connection.known().forEach(id -> peers.closed(connection, id));
  }
}
