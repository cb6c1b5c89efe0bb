package jellybean.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes TCP on to an address, and cuts each connection after a random number of bytes. */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket server;
  private final InetSocketAddress target;
  private final SplittableRandom random;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile int maxBytes;

  CuttingProxy(InetSocketAddress target, long seed, int maxBytes) throws IOException {
    this.target = target;
    this.random = new SplittableRandom(seed);
    this.maxBytes = maxBytes;
    server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  int cuts() {
    return cuts.get();
  }

  /** From now on connections are left alone. */
  void heal() {
    maxBytes = Integer.MAX_VALUE;
    closeSockets();
  }

  private void accept() {
    try {
      while (true) {
        Socket in = server.accept();
        Socket out = new Socket();
        sockets.add(in);
        sockets.add(out);
        out.connect(target, 2_000);
        int limit = maxBytes == Integer.MAX_VALUE ? maxBytes : random.nextInt(1, maxBytes);
        AtomicInteger budget = new AtomicInteger(limit);
        Thread.ofVirtual().start(() -> copy(in, out, budget));
        Thread.ofVirtual().start(() -> copy(out, in, budget));
      }
    } catch (IOException e) {
      // Closed: the test is over.
      closeSockets();
    }
  }

  private void copy(Socket from, Socket to, AtomicInteger budget) {
    byte[] buffer = new byte[4_096];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int left = budget.addAndGet(-n);
        if (left < 0) {
          out.write(buffer, 0, Math.max(0, n + left));
          cuts.incrementAndGet();
          return;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // The other direction was cut.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void closeSockets() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    closeSockets();
  }
}
