package jellybean.net;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import jellybean.message.NodeId;
import jellybean.port.Randomness;
import jellybean.wire.Boot;

/** What a transport knows of itself before it opens. */
final class Whereabouts {
  private Whereabouts() {}

  static NodeId node(Identity identity) {
    if (identity.principal() instanceof Principal.Node node) {
      return node.id();
    }
    throw new BadIdentityException(
        "cannot use " + identity.directory() + ": expected a node, found " + identity.principal());
  }

  static Here here(
      TransportConfig config,
      NodeId self,
      Admission admission,
      Ports ports,
      SaneClock clock,
      Randomness randomness,
      TransportListener listener,
      Noise noise) {
    SecureRandom secure = new SecureRandom();
    Counters counters = new Counters();
    InetSocketAddress bound = ports.address();
    return new Here(
        self,
        config.identity().principal().fleet(),
        admission,
        config.incarnation(),
        new Boot(secure.nextLong(), secure.nextLong()),
        config
            .advertise()
            .map(address -> new InetSocketAddress(address, bound.getPort()))
            .orElse(bound),
        config.timings(),
        clock,
        randomness,
        counters,
        noise,
        new SafeListener(listener, counters),
        new AtomicLong());
  }
}
