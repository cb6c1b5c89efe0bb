package jellybean.net;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * Mutual TLS 1.3 (RFC 8446) for both directions. ChaCha20-Poly1305 first: ARMv6 has no AES
 * instructions.
 */
record TlsContexts(SslContext server, SslContext client) {
  private static final String PROTOCOL = "TLSv1.3";
  private static final List<String> CIPHERS =
      List.of("TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");
  private static final long MAX_SESSIONS = 64;

  static TlsContexts of(Identity identity, Admission admission) {
    OwnKey key = new OwnKey(identity);
    FleetTrust trust = new FleetTrust(identity, admission);
    try {
      SslContext server =
          common(SslContextBuilder.forServer(key).trustManager(trust))
              .clientAuth(ClientAuth.REQUIRE)
              .build();
      return new TlsContexts(server, client(key, trust));
    } catch (SSLException e) {
      throw new BadIdentityException("cannot use " + identity + " for TLS: " + e.getMessage(), e);
    }
  }

  private static SslContext client(OwnKey key, FleetTrust trust) throws SSLException {
    return common(SslContextBuilder.forClient().keyManager(key).trustManager(trust))
        // Peers are known by the name in their certificate, never by a host name.
        .endpointIdentificationAlgorithm(null)
        .build();
  }

  private static SslContextBuilder common(SslContextBuilder builder) {
    return builder
        .sslProvider(SslProvider.JDK)
        .protocols(PROTOCOL)
        .ciphers(CIPHERS)
        .sessionCacheSize(MAX_SESSIONS);
  }
}
