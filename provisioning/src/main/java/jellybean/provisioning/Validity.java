package jellybean.provisioning;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How long a certificate is good, from the moment it is issued.
 *
 * @param before how far it reaches back, because the clock of a board may be behind
 * @param after how far it reaches forward
 */
public record Validity(Duration before, Duration after) {
  public static final Duration MAX_BEFORE = Duration.ofDays(30);
  public static final Duration MAX_AFTER = Duration.ofDays(365 * 20);

  /** Of an authority: as long as its boards may live. */
  public static final Validity AUTHORITY = ofDays(1, 365 * 10);

  /** Of a node: renewed by the rollout long before. */
  public static final Validity NODE = ofDays(1, 365 * 2);

  /** Of an operator: people come and go. */
  public static final Validity OPERATOR = ofDays(1, 90);

  public Validity {
    if (before.isNegative() || before.compareTo(MAX_BEFORE) > 0) {
      throw new ProvisioningException(
          "bad validity: expected to reach back 0 to 30 days, found " + before);
    }
    if (!after.isPositive() || after.compareTo(MAX_AFTER) > 0) {
      throw new ProvisioningException(
          "bad validity: expected to reach forward up to 20 years, found " + after);
    }
  }

  public static Validity ofDays(long before, long after) {
    return new Validity(Duration.ofDays(before), Duration.ofDays(after));
  }

  /** X.509 knows whole seconds. */
  Instant notBefore(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).minus(before);
  }

  Instant notAfter(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).plus(after);
  }
}
