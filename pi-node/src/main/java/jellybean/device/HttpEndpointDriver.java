package jellybean.device;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.actor.Behaviour;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceDef;

/**
 * {@code {:device door :type :http-endpoint :port 8080 :says #{:request}}}: requests of the web.
 *
 * <p>{@code :port} to listen on; {@code :bind} the address to listen on, in figures, {@code
 * "127.0.0.1"} if not given: whoever reaches it may ask, for it knows no certificates. {@code
 * :within-ms} is how long a reply may take, {@value #DEFAULT_WITHIN_MS} if not given.
 */
public final class HttpEndpointDriver implements Driver {
  static final long DEFAULT_WITHIN_MS = 10_000;
  static final long MAX_WITHIN_MS = 60_000;

  private static final int MAX_PORT = 65_535;
  private static final Keyword PORT = Keyword.of("port");
  private static final Keyword BIND = Keyword.of("bind");
  private static final Keyword WITHIN_MS = Keyword.of("within-ms");
  private static final String EXPECTED_PORT = "a port from 1 to " + MAX_PORT;
  private static final String EXPECTED_BIND = "an address in figures";
  private static final String EXPECTED_MS = "milliseconds from 1 to " + MAX_WITHIN_MS;

  @Override
  public Keyword type() {
    return Keyword.of("http-endpoint");
  }

  @Override
  public DeviceCatalogue.DeviceType contract() {
    return new DeviceCatalogue.DeviceType(
        Map.of(
            PORT,
            ConfigKey.required(value -> within(value, MAX_PORT, EXPECTED_PORT)),
            BIND,
            ConfigKey.optional(HttpEndpointDriver::bind),
            WITHIN_MS,
            ConfigKey.optional(value -> within(value, MAX_WITHIN_MS, EXPECTED_MS))),
        Set.of(),
        Set.of(HttpEndpoint.REQUEST));
  }

  private static Optional<String> within(Value value, long max, String expected) {
    return value instanceof Int n && n.value() >= 1 && n.value() <= max
        ? Optional.empty()
        : Optional.of(expected);
  }

  private static Optional<String> bind(Value value) {
    return value instanceof Text text && address(text.value()).isPresent()
        ? Optional.empty()
        : Optional.of(EXPECTED_BIND);
  }

  private static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public Behaviour<?> create(DeviceDef def) {
    Value port = def.config().get(PORT, Int.of(0));
    within(port, MAX_PORT, EXPECTED_PORT)
        .ifPresent(
            expected -> {
              throw Config.fault(def, PORT, expected, port);
            });
    Value bind = def.config().get(BIND, new Text("127.0.0.1"));
    InetAddress address =
        (bind instanceof Text text ? address(text.value()) : Optional.<InetAddress>empty())
            .orElseThrow(() -> Config.fault(def, BIND, EXPECTED_BIND, bind));
    long withinMs = Config.count(def, WITHIN_MS, DEFAULT_WITHIN_MS);
    int number = Math.toIntExact(((Int) port).value());
    long boundMs = Math.clamp(withinMs, 1, MAX_WITHIN_MS);
    HttpDoor door = new HttpDoor(new InetSocketAddress(address, number), boundMs);
    return new HttpEndpoint(def.name(), door, boundMs);
  }
}
