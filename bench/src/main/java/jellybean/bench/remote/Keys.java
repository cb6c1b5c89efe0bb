package jellybean.bench.remote;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import jellybean.cli.FleetFactory;
import jellybean.net.Identity;

/** The keys of one fleet in the forms that the contestants take; TLS is mutual with all of them. */
final class Keys {
  /** What two nodes agree on; the others are allowed nothing else. */
  static final String CIPHER = "TLS_CHACHA20_POLY1305_SHA256";

  static final String PASSWORD = "benchmark";

  /** The file of the options of Erlang's TLS. */
  static final String ERLANG = "erlang-tls.config";

  private static final String PROTOCOL = "TLSv1.3";

  private final Path fleet;

  Keys(Path fleet) {
    this.fleet = fleet;
  }

  /** The identity of a node. */
  Path node(String id) {
    return FleetFactory.nodeDirectory(fleet, id);
  }

  SslContext server(String id) {
    Path own = node(id);
    try {
      return common(
              SslContextBuilder.forServer(
                  own.resolve("cert.pem").toFile(), own.resolve("key.pem").toFile()),
              own)
          .clientAuth(ClientAuth.REQUIRE)
          .build();
    } catch (SSLException e) {
      throw new RemoteException("cannot use the keys in " + own + ": " + e.getMessage(), e);
    }
  }

  SslContext client(String id) {
    Path own = node(id);
    try {
      return common(
              SslContextBuilder.forClient()
                  .keyManager(own.resolve("cert.pem").toFile(), own.resolve("key.pem").toFile()),
              own)
          .endpointIdentificationAlgorithm(null)
          .build();
    } catch (SSLException e) {
      throw new RemoteException("cannot use the keys in " + own + ": " + e.getMessage(), e);
    }
  }

  private static SslContextBuilder common(SslContextBuilder builder, Path own) {
    return builder
        .sslProvider(SslProvider.JDK)
        .protocols(PROTOCOL)
        .ciphers(List.of(CIPHER))
        .trustManager(own.resolve("ca.pem").toFile());
  }

  /** The same in a key store, as Pekko takes it. */
  Path store(String id) {
    Path own = node(id);
    Path file = own.resolve("store.p12");
    Identity identity = Identity.load(own);
    try (OutputStream out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "own",
          identity.key(),
          PASSWORD.toCharArray(),
          identity.chain().toArray(new X509Certificate[0]));
      int number = 0;
      for (X509Certificate authority : identity.authorities()) {
        store.setCertificateEntry("ca" + number++, authority);
      }
      store.store(out, PASSWORD.toCharArray());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    } catch (GeneralSecurityException e) {
      throw new RemoteException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** The options of Erlang's distribution over TLS, of both of its nodes. */
  Path erlang(String server, String client) {
    Path file = fleet.resolve(ERLANG);
    String common =
        "{versions, ['tlsv1.3']}, {ciphers, [\"%s\"]}, {verify, verify_peer}, %s"
            .formatted(CIPHER, "{verify_fun, {fun remote:verify/3, none}}");
    try {
      Files.writeString(
          file,
          "[{server, [%s, {fail_if_no_peer_cert, true}, %s]},\n {client, [%s, %s]}].\n"
              .formatted(common, pems(server), common, pems(client)));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private String pems(String id) {
    Path own = node(id);
    return "{certfile, \"%s\"}, {keyfile, \"%s\"}, {cacertfile, \"%s\"}"
        .formatted(own.resolve("cert.pem"), own.resolve("key.pem"), own.resolve("ca.pem"));
  }
}
