package jellybean.metrics;

import static jellybean.metrics.Metric.counter;
import static jellybean.metrics.Metric.gauge;

import java.util.List;
import java.util.stream.Stream;

/** The metrics of links, datagrams, the fleet's security, membership and discovery. */
final class NetworkCatalogue {
  private static final List<Metric> LINKS =
      List.of(
          gauge("jellybean_peers", "network peers", "Nodes of which something is known."),
          gauge("jellybean_peers_connected", "network connected", "Nodes with a connection."),
          gauge(
              "jellybean_links_unconfirmed_messages",
              "network unconfirmed",
              "Messages in the windows of all links."),
          gauge(
              "jellybean_links_unconfirmed_bytes",
              "network unconfirmed-bytes",
              "Bytes in the windows of all links."),
          gauge(
              "jellybean_links_outbox_bytes",
              "network outbox-bytes",
              "Bytes on their way to the network's thread."),
          gauge(
              "jellybean_strangers",
              "network strangers",
              "Connections that have not greeted yet, or are in their handshake."),
          gauge("jellybean_operators", "network operators", "Connections of operators."),
          counter("jellybean_frames_received_total", "transport frames-in", "Frames that came."),
          counter("jellybean_frames_sent_total", "transport frames-out", "Frames that were sent."),
          counter(
              "jellybean_frames_received_bytes_total", "transport bytes-in", "Bytes of frames."),
          counter("jellybean_frames_sent_bytes_total", "transport bytes-out", "Bytes of frames."),
          counter("jellybean_envelopes_received_total", "transport envelopes-in", "Messages."),
          counter("jellybean_envelopes_sent_total", "transport envelopes-out", "Messages."),
          counter(
              "jellybean_envelopes_duplicate_total",
              "transport duplicates",
              "Messages that came again and were not delivered again."),
          counter(
              "jellybean_envelopes_overflow_total",
              "transport overflows",
              "Messages that found no room in a window."),
          counter(
              "jellybean_envelopes_undeliverable_total",
              "transport undeliverable",
              "Messages that were handed back to their sender's node."),
          counter("jellybean_connections_total", "transport connections", "First connections."),
          counter("jellybean_reconnects_total", "transport reconnects", "Connections made again."),
          counter(
              "jellybean_connection_ties_total",
              "transport ties",
              "Connections closed because both sides had made one."),
          counter(
              "jellybean_connections_silent_total",
              "transport fell-silent",
              "Connections closed because nothing came any more."),
          counter(
              "jellybean_operator_connections_total",
              "transport operators",
              "Operators that came."),
          counter(
              "jellybean_listener_faults_total",
              "transport listener-faults",
              "Failures of whoever takes what arrives."),
          counter(
                  "jellybean_handshakes_failed_total",
                  "transport handshakes-failed",
                  "Connections that were not established, by reason.")
              .by("reason"),
          counter(
                  "jellybean_frames_refused_total",
                  "transport frames-refused",
                  "Frames that ended their connection, by reason.")
              .by("reason"));

  private static final List<Metric> DATAGRAMS =
      List.of(
          counter("jellybean_datagrams_received_total", "transport datagrams-in", "Opened."),
          counter("jellybean_datagrams_sent_total", "transport datagrams-out", "Sealed and sent."),
          counter(
              "jellybean_datagrams_dropped_total",
              "transport datagrams-dropped",
              "Datagrams without room, receiver or meaning."),
          counter(
                  "jellybean_datagrams_refused_total",
                  "transport datagrams-refused",
                  "Datagrams that were not opened, by reason.")
              .by("reason"),
          counter(
              "jellybean_datagrams_over_rate_total",
              "transport datagrams-over-rate",
              "Datagrams not looked at, since too many of their kind came in a second."),
          counter(
              "jellybean_datagrams_denied_total",
              "transport datagrams-denied",
              "Datagrams of nodes on the deny-list."),
          gauge(
              "jellybean_datagrams_waiting",
              "network datagrams-waiting",
              "Datagrams on their way to the network's thread."),
          gauge("jellybean_knocks_open", "network knocks", "Addresses that have not answered."));

  private static final List<Metric> SECURITY =
      List.of(
          gauge(
              "jellybean_deny_list_version",
              "security denied",
              "Version of the deny-list that this node holds; 0 without one."),
          counter(
              "jellybean_deny_lists_refused_total",
              "transport deny-lists-refused",
              "Deny-lists of peers that the authority had not signed for this fleet."),
          counter(
              "jellybean_key_rings_taken_total",
              "transport rings-taken",
              "Key rings that took the place of the one before."),
          counter(
              "jellybean_key_rings_refused_total",
              "transport rings-refused",
              "Key rings of peers so far ahead that no change could follow."),
          counter(
              "jellybean_times_refused_total",
              "transport times-refused",
              "Times of day of peers outside the bounds of this node's certificate."),
          counter(
              "jellybean_handshake_delays_total",
              "transport handshakes-delayed",
              "Looks at connections whose handshake may not begin yet: too many have."));

  private static final List<Metric> MEMBERSHIP =
      List.of(
          gauge("jellybean_members", "members", "Live members, this node included."),
          counter("jellybean_membership_packets_sent_total", "membership out packets", "Packets."),
          counter("jellybean_membership_sent_bytes_total", "membership out bytes", "Bytes."),
          counter(
              "jellybean_membership_packets_received_total", "membership in packets", "Packets."),
          counter("jellybean_membership_received_bytes_total", "membership in bytes", "Bytes."),
          counter(
              "jellybean_membership_malformed_total",
              "membership malformed",
              "Messages that were not understood."),
          counter(
              "jellybean_membership_unsendable_total",
              "membership unsendable",
              "Messages that had no form to be sent in."),
          counter(
              "jellybean_membership_overflow_total",
              "membership overflow",
              "Messages that waited too long to be handled."),
          counter(
              "jellybean_membership_members_refused_total",
              "membership refused-members",
              "Nodes that may not be members, or are too many."),
          counter(
              "jellybean_membership_idle_rumours_total",
              "membership idle-rumours",
              "Rumours that said nothing new."),
          counter(
              "jellybean_membership_introductions_total",
              "membership introductions",
              "Attempts to meet who was found or lost."),
          counter(
              "jellybean_membership_frames_dropped_total",
              "transport membership-dropped",
              "Large messages that were lost with their connection, or had no room."),
          gauge(
              "jellybean_membership_dials",
              "network membership-dials",
              "Connections being made for large messages."));

  private static final List<Metric> DISCOVERY =
      List.of(
          gauge("jellybean_discovery_peers", "discovery peers", "Peers found on all segments."),
          gauge(
              "jellybean_discovery_segments",
              "discovery segments",
              "Interfaces on which multicast DNS is spoken."),
          counter("jellybean_discovery_found_total", "discovery found", "Peers that were found."),
          counter(
              "jellybean_discovery_malformed_total",
              "discovery malformed",
              "Announcements that were not understood."),
          counter(
              "jellybean_discovery_foreign_fleet_total",
              "discovery foreign-fleet",
              "Announcements of nodes of another fleet."),
          counter(
              "jellybean_discovery_other_version_total",
              "discovery other-version",
              "Announcements of nodes that speak another protocol."),
          counter(
              "jellybean_discovery_overflow_total",
              "discovery overflow",
              "Peers that were not remembered, since there were too many."),
          counter(
              "jellybean_discovery_packets_dropped_total",
              "discovery packets-dropped",
              "Packets of a segment beyond what may come in a second."),
          counter(
              "jellybean_discovery_packets_unsent_total",
              "discovery unsent",
              "Packets that an interface did not take."),
          counter(
              "jellybean_discovery_echoes_total",
              "discovery echoes",
              "Records about this node that others sent, or that came back."),
          counter(
              "jellybean_discovery_farewells_total",
              "discovery farewells",
              "Times that somebody else said that this node is gone."),
          counter(
              "jellybean_discovery_restarts_total",
              "discovery restarts",
              "Times that multicast DNS started over."));

  static final List<Metric> ALL =
      Stream.of(LINKS, DATAGRAMS, SECURITY, MEMBERSHIP, DISCOVERY).flatMap(List::stream).toList();

  private NetworkCatalogue() {}
}
