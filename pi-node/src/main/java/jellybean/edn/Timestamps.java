package jellybean.edn;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * RFC 3339 timestamps, and their prefixes from the year on, as Clojure's {@code #inst} takes them:
 * {@code 2025}, {@code 2025-01}, {@code 2025-01-31T12:00Z}, {@code 2025-01-31T12:00:00.5+01:30}.
 * Without an offset they are UTC. Digits past nanoseconds are dropped; a leap second is the first
 * moment of the next minute.
 */
final class Timestamps {
  private static final int LEAP_SECOND = 60;
  private static final int NANO_DIGITS = 9;
  private static final int LAST_MINUTE = 59;
  private static final int MAX_OFFSET_HOURS = 23;

  private final String text;
  private int at;

  private Timestamps(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException if the text is none
   */
  static Instant parse(String text) {
    try {
      return new Timestamps(text).instant();
    } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a timestamp like \"2025-01-31T12:00:00.000Z\", found \""
              + Excerpts.of(text)
              + '"',
          e);
    }
  }

  private Instant instant() {
    int year = digits(4);
    int month = follows('-') ? digits(2) : 1;
    int day = at > 4 && follows('-') ? digits(2) : 1;
    LocalDateTime date = LocalDateTime.of(year, month, day, 0, 0);
    Instant instant = (at > 7 ? time(date) : date).toInstant(ZoneOffset.UTC);
    Instant utc = instant.minusSeconds(offsetSeconds());
    if (at < text.length()) {
      throw new DateTimeException("trailing text");
    }
    return utc;
  }

  private LocalDateTime time(LocalDateTime date) {
    if (!follows('T')) {
      return date;
    }
    LocalDateTime time = date.withHour(digits(2));
    if (!follows(':')) {
      return time;
    }
    time = time.withMinute(digits(2));
    if (!follows(':')) {
      return time;
    }
    int second = digits(2);
    if (second == LEAP_SECOND && time.getMinute() == LAST_MINUTE) {
      time = time.plusMinutes(1);
    } else {
      time = time.withSecond(second);
    }
    return follows('.') ? time.plusNanos(nanos()) : time;
  }

  private int nanos() {
    int from = at;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw new DateTimeException("no digit");
    }
    String fraction = text.substring(from, Math.min(at, from + NANO_DIGITS));
    return Integer.parseInt(fraction + "0".repeat(NANO_DIGITS - fraction.length()));
  }

  private int offsetSeconds() {
    if (at == text.length() || follows('Z')) {
      return 0;
    }
    int sign = follows('-') ? -1 : 1;
    if (sign > 0 && !follows('+')) {
      throw new DateTimeException("no offset");
    }
    int hours = digits(2);
    if (!follows(':') || hours > MAX_OFFSET_HOURS) {
      throw new DateTimeException("bad offset");
    }
    int minutes = digits(2);
    if (minutes > LAST_MINUTE) {
      throw new DateTimeException("bad offset");
    }
    return sign * (hours * 60 + minutes) * 60;
  }

  private boolean follows(char expected) {
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      char c = text.charAt(at++);
      if (!isDigit(c)) {
        throw new DateTimeException("no digit");
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
