package jellybean.net;

import io.scalecube.cluster.ClusterConfig;
import io.scalecube.cluster.transport.api.Message;
import io.scalecube.cluster.transport.api.MessageCodec;
import java.io.InputStream;
import java.io.OutputStream;
import jellybean.cluster.TimingProfile;
import jellybean.edn.EdnMap;

/** ScaleCube's configuration: everything that could serialize Java objects is replaced. */
final class SwimConfig {
  private SwimConfig() {}

  static ClusterConfig of(
      LifeId life, EdnMap tags, TimingProfile profile, SwimTransport transport) {
    return timed(ClusterConfig.defaultConfig(), profile)
        .memberId(life.toString())
        .metadata(TagsCodec.print(tags))
        .metadataCodec(new TagsCodec())
        .transport(
            options -> options.transportFactory(_ -> transport).messageCodec(new NoMessageCodec()));
  }

  private static ClusterConfig timed(ClusterConfig config, TimingProfile profile) {
    return config
        .metadataTimeout(profile.metadataTimeoutMs())
        .failureDetector(
            options ->
                options
                    .pingInterval(profile.pingIntervalMs())
                    .pingTimeout(profile.pingTimeoutMs())
                    .pingReqMembers(profile.pingHelpers()))
        .gossip(
            options ->
                options
                    .gossipInterval(profile.gossipIntervalMs())
                    .gossipFanout(profile.gossipFanout())
                    .gossipRepeatMult(profile.gossipRepeat()))
        .membership(
            options ->
                options
                    .syncInterval(profile.syncIntervalMs())
                    .suspicionMult(profile.suspicionFactor())
                    .namespace(SwimField.NAMESPACE));
  }

  /** ScaleCube insists on one and gives it to its transport: ours reads with the sender at hand. */
  private static final class NoMessageCodec implements MessageCodec {
    @Override
    public Message deserialize(InputStream stream) {
      throw new UnsupportedOperationException("the transport reads messages itself");
    }

    @Override
    public void serialize(Message message, OutputStream stream) {
      throw new UnsupportedOperationException("the transport writes messages itself");
    }
  }
}
