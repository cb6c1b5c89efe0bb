package jellybean.net;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Finds out why TLS failed, from what Netty and JSSE throw. */
final class TlsFaults {
  private static final int MAX_CAUSES = 10;

  private TlsFaults() {}

  static Connection.Fault explain(Throwable thrown) {
    @Nullable Throwable cause = thrown;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (cause instanceof PeerRefusedException refused) {
        return new Connection.Fault(refused.fault(), String.valueOf(refused.getMessage()));
      }
      if (cause instanceof NotSslRecordException) {
        return new Connection.Fault(
            HandshakeFault.NOT_TLS, "expected a TLS record, found other bytes");
      }
      if (cause instanceof ClosedChannelException) {
        return new Connection.Fault(
            HandshakeFault.CLOSED_EARLY, "it closed the connection during the handshake");
      }
      if (cause instanceof SslHandshakeTimeoutException) {
        return new Connection.Fault(HandshakeFault.TIMEOUT, String.valueOf(cause.getMessage()));
      }
      cause = cause.getCause();
    }
    return byText(thrown);
  }

  // JSSE has no exception of its own for these; its texts are all there is.
  private static Connection.Fault byText(Throwable thrown) {
    String text = String.valueOf(thrown.getMessage());
    if (text.contains("Empty client certificate chain")) {
      return new Connection.Fault(
          HandshakeFault.CERTIFICATE_MISSING, "expected a certificate, found none");
    }
    if (text.contains("Received fatal alert")) {
      return new Connection.Fault(HandshakeFault.REFUSED_BY_PEER, text);
    }
    if (thrown instanceof SSLException) {
      return new Connection.Fault(HandshakeFault.TLS, text);
    }
    return thrown instanceof IOException
        ? new Connection.Fault(HandshakeFault.CLOSED_EARLY, text)
        : new Connection.Fault(HandshakeFault.TLS, thrown.toString());
  }
}
