package jellybean.net;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Value;
import jellybean.port.Timers;

/**
 * Rumours to one member in one packet, as many as a datagram holds.
 *
 * <p>ScaleCube sends each rumour on its own. In a fleet of 64 that a slow minute makes doubt a
 * dozen members, that is a dozen packets where one does, from everyone to everyone: enough to drown
 * the very probes that would end the doubt. They are put together as SWIM (section 4.1) does it by
 * riding on probes.
 *
 * <p>Thread safe; packets are sent by the thread of the timers, or by the one that fills the last
 * place.
 */
final class RumourPackets {
  /** How long a rumour waits for others; a round of gossip takes some milliseconds to be said. */
  static final int WAIT_MS = 20;

  /** Rumours that wait, for all members together; one more sends them all at once. */
  static final int MAX_WAITING = 256;

  private final Timers timers;
  private final BiConsumer<String, EdnMap> send;
  private final Map<String, List<EdnMap>> waiting = new LinkedHashMap<>();
  private int count;

  /**
   * @param send is given an address and a gossip with at least one rumour
   */
  RumourPackets(Timers timers, BiConsumer<String, EdnMap> send) {
    this.timers = timers;
    this.send = send;
  }

  /** Sends a gossip, soon. */
  void add(String address, EdnMap gossip) {
    boolean full;
    synchronized (this) {
      if (count == 0) {
        timers.after(WAIT_MS, this::flush);
      }
      waiting.computeIfAbsent(address, _ -> new ArrayList<>()).add(gossip);
      full = ++count >= MAX_WAITING;
    }
    if (full) {
      flush();
    }
  }

  /** Sends what waits. */
  void flush() {
    Map<String, List<EdnMap>> taken;
    synchronized (this) {
      taken = new LinkedHashMap<>(waiting);
      waiting.clear();
      count = 0;
    }
    taken.forEach((address, gossips) -> joined(gossips).forEach(g -> send.accept(address, g)));
  }

  /** The same rumours in as few gossips as fit datagrams, in their order. */
  static List<EdnMap> joined(List<EdnMap> gossips) {
    if (gossips.size() == 1) {
      return gossips;
    }
    List<EdnMap> packets = new ArrayList<>();
    EdnMap packet = gossips.getFirst();
    EdnMap frame = withRumours(packet, EdnVector.EMPTY);
    int frameBytes = bytes(frame);
    int packetBytes = bytes(packet);
    for (EdnMap next : gossips.subList(1, gossips.size())) {
      EdnMap nextFrame = withRumours(next, EdnVector.EMPTY);
      boolean isOfSame = nextFrame.equals(frame);
      int nextBytes = bytes(next);
      int moreBytes = nextBytes - frameBytes + 1;
      if (isOfSame && packetBytes + moreBytes <= MembershipChannel.MAX_DATAGRAM_PAYLOAD_BYTES) {
        packet = withRumours(packet, followed(rumours(packet), rumours(next)));
        packetBytes += moreBytes;
      } else {
        packets.add(packet);
        packet = next;
        packetBytes = nextBytes;
        frameBytes = isOfSame ? frameBytes : bytes(nextFrame);
        frame = nextFrame;
      }
    }
    packets.add(packet);
    return packets;
  }

  private static int bytes(EdnMap gossip) {
    return SwimCodec.print(gossip).length;
  }

  private static EdnVector followed(EdnVector some, EdnVector more) {
    EdnVector all = some;
    for (Value rumour : more) {
      all = all.append(rumour);
    }
    return all;
  }

  private static EdnVector rumours(EdnMap gossip) {
    return (EdnVector) Rumours.data(gossip).get(0);
  }

  private static EdnMap withRumours(EdnMap gossip, EdnVector rumours) {
    return gossip.with(SwimCodec.DATA, EdnVector.of(rumours, Rumours.data(gossip).get(1)));
  }
}
