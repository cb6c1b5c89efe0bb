package jellybean.device;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.actor.Behaviour;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Value;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceCatalogue.ConfigKey;
import jellybean.system.DeviceDef;

/**
 * {@code {:device web :type :http-client :timeout-ms 5000 :on #{:request} :says #{:response
 * :failed}}}: asks servers of the web.
 *
 * <p>{@code :timeout-ms} is how long it waits for a connection, and then for each part of an
 * answer; {@value #DEFAULT_TIMEOUT_MS} if not given.
 */
public final class HttpClientDriver implements Driver {
  static final int DEFAULT_TIMEOUT_MS = 10_000;
  static final int MAX_TIMEOUT_MS = 60_000;

  private static final Keyword TIMEOUT_MS = Keyword.of("timeout-ms");
  private static final String EXPECTED = "milliseconds from 1 to " + MAX_TIMEOUT_MS;

  @Override
  public Keyword type() {
    return Keyword.of("http-client");
  }

  @Override
  public DeviceCatalogue.DeviceType contract() {
    return new DeviceCatalogue.DeviceType(
        Map.of(TIMEOUT_MS, ConfigKey.optional(HttpClientDriver::timeout)),
        Set.of(HttpClient.REQUEST),
        Set.of(HttpClient.RESPONSE, HttpClient.FAILED));
  }

  private static Optional<String> timeout(Value value) {
    return value instanceof Int ms && ms.value() >= 1 && ms.value() <= MAX_TIMEOUT_MS
        ? Optional.empty()
        : Optional.of(EXPECTED);
  }

  @Override
  public Behaviour<?> create(DeviceDef def) {
    long timeoutMs = Config.count(def, TIMEOUT_MS, DEFAULT_TIMEOUT_MS);
    if (timeout(Int.of(timeoutMs)).isPresent()) {
      throw Config.fault(def, TIMEOUT_MS, EXPECTED, Int.of(timeoutMs));
    }
    return new HttpClient(Math.toIntExact(timeoutMs), def.says());
  }
}
