package jellybean.net;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import jellybean.message.NodeId;
import jellybean.wire.Frame;
import jellybean.wire.FrameCodec;

/** Somebody with a socket and bad intentions; holds whatever certificate it is given. */
final class Intruder implements AutoCloseable {
  private static final int TIMEOUT_MS = 20_000;

  private final Socket socket;
  private boolean isConnected = true;

  private Intruder(Socket socket) {
    this.socket = socket;
  }

  /** Plain TCP. */
  static Intruder plain(InetSocketAddress to) {
    try {
      Socket socket = new Socket();
      socket.connect(to, TIMEOUT_MS);
      socket.setSoTimeout(TIMEOUT_MS);
      return new Intruder(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** TLS with the certificate of an identity directory, or with none. */
  static Intruder tls(InetSocketAddress to, Optional<Path> identity) {
    return new Session(identity).connect(to);
  }

  /** Whether that certificate is turned away, during the handshake or right after it. */
  static boolean isTurnedAway(InetSocketAddress at, Path identity) {
    try (Intruder intruder = tls(at, Optional.of(identity))) {
      return intruder.untilClosed().stream().allMatch(Frame.Bye.class::isInstance);
    } catch (UncheckedIOException e) {
      // It was told before it had noticed that its own part of the handshake was over.
      return true;
    }
  }

  /** Connects again and again, and has TLS remember it. */
  static final class Session {
    private final SSLContext context;

    Session(Optional<Path> identity) {
      try {
        context = SSLContext.getInstance("TLSv1.3");
        KeyManager[] keys =
            identity
                .map(path -> new KeyManager[] {new OwnKey(identity(path))})
                .orElse(new KeyManager[0]);
        context.init(keys, new TrustManager[] {new Gullible()}, null);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    Intruder connect(InetSocketAddress to) {
      Intruder plain = plain(to);
      try {
        SSLSocket secured =
            (SSLSocket)
                context
                    .getSocketFactory()
                    .createSocket(plain.socket, "127.0.0.1", to.getPort(), true);
        secured.setSoTimeout(TIMEOUT_MS);
        secured.startHandshake();
        return new Intruder(secured);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** When the TLS session began that this connection belongs to; earlier if it was resumed. */
  long sessionBeganMs() {
    return ((SSLSocket) socket).getSession().getCreationTime();
  }

  /** Of the certificate that the other side showed. */
  String peerSerial() {
    try {
      X509Certificate shown =
          (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
      return shown.getSerialNumber().toString(16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the checks that keep an honest node from using a certificate that names nobody. */
  private static Identity identity(Path directory) {
    return new Identity(
        directory,
        Pem.certificates(directory.resolve(Identity.CA)),
        Pem.certificates(directory.resolve(Identity.CERTIFICATE)),
        Pem.privateKey(directory.resolve(Identity.KEY)),
        new Principal.Node("any", new NodeId("any")));
  }

  Intruder write(byte[] bytes) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      // Refused meanwhile, which is what the test wants to see.
      isConnected = false;
    }
    return this;
  }

  /** Whether everything could be written so far. */
  boolean isConnected() {
    return isConnected;
  }

  Intruder say(Frame frame) {
    return body(FrameCodec.encode(frame));
  }

  Intruder body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  Intruder body(byte[] body) {
    return write(framed(body.length, body));
  }

  static byte[] framed(int length, byte[] body) {
    return ByteBuffer.allocate(4 + body.length).putInt(length).put(body).array();
  }

  /** The frames that come until the other side closes. */
  List<Frame> untilClosed() {
    List<Frame> frames = new ArrayList<>();
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        frames.add(FrameCodec.decode(body));
      }
    } catch (EOFException e) {
      return frames;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection was never closed; heard " + frames, e);
    } catch (IOException e) {
      return frames;
    }
  }

  /** The next frame. */
  Frame next() {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] body = new byte[in.readInt()];
      in.readFully(body);
      return FrameCodec.decode(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Trusts everybody. */
  private static final class Gullible extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
