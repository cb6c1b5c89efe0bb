package jellybean.device;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.actor.Behaviour;
import jellybean.actor.Effect;
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
 * answer; {@value #DEFAULT_TIMEOUT_MS} if not given. {@code :within-ms} is how long all of it may
 * take, however steadily a server drips; {@value #DEFAULT_WITHIN_MS} if not given.
 */
public final class HttpClientDriver implements Driver {
  static final int DEFAULT_TIMEOUT_MS = 10_000;
  static final int MAX_TIMEOUT_MS = 60_000;

  static final long DEFAULT_WITHIN_MS = Effect.Work.DEFAULT_WITHIN_MS;
  static final long MAX_WITHIN_MS = 600_000;

  private static final Keyword WITHIN_MS = Keyword.of("within-ms");
  private static final Keyword TIMEOUT_MS = Keyword.of("timeout-ms");
  private static final String EXPECTED = "milliseconds from 1 to " + MAX_TIMEOUT_MS;
  private static final String EXPECTED_WITHIN = "milliseconds from 1 to " + MAX_WITHIN_MS;

  @Override
  public Keyword type() {
    return Keyword.of("http-client");
  }

  @Override
  public DeviceCatalogue.DeviceType contract() {
    return new DeviceCatalogue.DeviceType(
        Map.of(
            TIMEOUT_MS, ConfigKey.optional(ms -> within(ms, MAX_TIMEOUT_MS, EXPECTED)),
            WITHIN_MS, ConfigKey.optional(ms -> within(ms, MAX_WITHIN_MS, EXPECTED_WITHIN))),
        Set.of(HttpClient.REQUEST),
        Set.of(HttpClient.RESPONSE, HttpClient.FAILED));
  }

  private static Optional<String> within(Value value, long max, String expected) {
    return value instanceof Int ms && ms.value() >= 1 && ms.value() <= max
        ? Optional.empty()
        : Optional.of(expected);
  }

  @Override
  public Behaviour<?> create(DeviceDef def) {
    long timeoutMs = read(def, TIMEOUT_MS, DEFAULT_TIMEOUT_MS, MAX_TIMEOUT_MS, EXPECTED);
    long withinMs = read(def, WITHIN_MS, DEFAULT_WITHIN_MS, MAX_WITHIN_MS, EXPECTED_WITHIN);
    return new HttpClient(Math.toIntExact(timeoutMs), withinMs, def.says());
  }

  private static long read(DeviceDef def, Keyword key, long ifAbsent, long max, String expected) {
    long ms = Config.count(def, key, ifAbsent);
    if (within(Int.of(ms), max, expected).isPresent()) {
      throw Config.fault(def, key, expected, Int.of(ms));
    }
    return ms;
  }
}
