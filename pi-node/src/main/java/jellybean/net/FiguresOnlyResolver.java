package jellybean.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The machine's host name resolver, made harmless (a service of {@code java.net.spi}).
 *
 * <p>Nodes address each other in figures, but libraries ask for names all the same: ScaleCube's
 * constructor looks up the machine's own name and fails where that does not resolve; JmDNS asks for
 * the name of its own address, which takes up to 30 s where no server answers. So the machine's own
 * name is always its loopback address, an address never has a name, and neither question leaves the
 * process. Any other name is a person's wish and goes to the platform, which is counted.
 */
public final class FiguresOnlyResolver extends InetAddressResolverProvider {
  private static final AtomicLong PLATFORM_LOOKUPS = new AtomicLong();

  /** How often the platform was asked since the process started; a running node stays at 0. */
  public static long platformLookups() {
    return PLATFORM_LOOKUPS.get();
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new Resolver(configuration);
  }

  @Override
  public String name() {
    return "jellybean";
  }

  private record Resolver(Configuration configuration) implements InetAddressResolver {
    private static final String LOCALHOST = "localhost";

    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      if (host.equals(LOCALHOST) || host.equals(configuration.lookupLocalHostName())) {
        return Stream.of(InetAddress.getLoopbackAddress());
      }
      PLATFORM_LOOKUPS.incrementAndGet();
      return configuration.builtinResolver().lookupByName(host, policy);
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      throw new UnknownHostException("addresses are shown in figures");
    }
  }
}
