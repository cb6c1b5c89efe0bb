package jellybean.net;

import io.scalecube.cluster.fdetector.FailureDetectorImpl;
import io.scalecube.cluster.gossip.GossipProtocolImpl;
import io.scalecube.cluster.membership.MembershipProtocolImpl;
import io.scalecube.cluster.metadata.MetadataStoreImpl;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import jellybean.edn.Keyword;
import jellybean.edn.Value;

/** The messages of the membership protocol: the allow-list of what may be read from the network. */
enum SwimKind {
  PING("ping", FailureDetectorImpl.PING, SwimData.PING, Claim.FIRST_MEMBER),
  PING_REQUEST("ping-request", FailureDetectorImpl.PING_REQ, SwimData.PING, Claim.FIRST_MEMBER),
  /** May come from the one that was probed, or from the helper that asked it. */
  PING_ACK("ping-ack", FailureDetectorImpl.PING_ACK, SwimData.PING, Claim.NONE),
  SYNC("sync", MembershipProtocolImpl.SYNC, SwimData.TABLE, Claim.IN_TABLE),
  SYNC_ACK("sync-ack", MembershipProtocolImpl.SYNC_ACK, SwimData.TABLE, Claim.IN_TABLE),
  GOSSIP("gossip", GossipProtocolImpl.GOSSIP_REQ, SwimData.GOSSIPS, Claim.SECOND_LIFE),
  TAGS_REQUEST(
      "tags-request", MetadataStoreImpl.GET_METADATA_REQ, SwimData.TAGS_REQUEST, Claim.NONE),
  TAGS("tags", MetadataStoreImpl.GET_METADATA_RESP, SwimData.TAGS, Claim.FIRST_MEMBER),
  /** Travels inside a gossip only. */
  RUMOUR("rumour", MembershipProtocolImpl.MEMBERSHIP_GOSSIP, SwimData.RECORD, Claim.NONE);

  /** What the data says about who sent it, to be compared with who did. */
  enum Claim {
    NONE,
    /** The first field is the sender as a member. */
    FIRST_MEMBER,
    /** The second field is the sender's life id. */
    SECOND_LIFE,
    /** The sender is one of the members in the table. */
    IN_TABLE
  }

  private static final Map<Value, SwimKind> BY_KEYWORD = index(kind -> kind.keyword);
  private static final Map<String, SwimKind> BY_QUALIFIER = index(kind -> kind.qualifier);

  private final Keyword keyword;
  private final String qualifier;
  private final SwimData data;
  private final Claim claim;

  SwimKind(String keyword, String qualifier, SwimData data, Claim claim) {
    this.keyword = Keyword.of(keyword);
    this.qualifier = qualifier;
    this.data = data;
    this.claim = claim;
  }

  /** Its name on the wire. */
  Keyword keyword() {
    return keyword;
  }

  /** Its name in ScaleCube. */
  String qualifier() {
    return qualifier;
  }

  SwimData data() {
    return data;
  }

  Claim claim() {
    return claim;
  }

  static Optional<SwimKind> ofKeyword(Value keyword) {
    return Optional.ofNullable(BY_KEYWORD.get(keyword));
  }

  static Optional<SwimKind> ofQualifier(String qualifier) {
    return Optional.ofNullable(BY_QUALIFIER.get(qualifier));
  }

  private static <K> Map<K, SwimKind> index(Function<SwimKind, K> key) {
    return Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(key, kind -> kind));
  }
}
