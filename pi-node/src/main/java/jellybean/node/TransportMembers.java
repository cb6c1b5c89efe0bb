package jellybean.node;

import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.message.NodeId;
import jellybean.net.Transport;
import jellybean.system.MemberList;

/**
 * Tells the transport who is a member. Links are dialled when there is something to send, or by the
 * peer.
 */
record TransportMembers(Transport transport) implements Roster.Listener {
  @Override
  public void members(EdnMap list) {
    transport.members(MemberList.fromValue(list).keySet());
  }

  @Override
  public void up(NodeId node, long incarnation) {
    transport.alive(node, incarnation);
  }

  @Override
  public void down(NodeId node, long incarnation, Keyword reason) {
    transport.lost(node, incarnation);
  }
}
