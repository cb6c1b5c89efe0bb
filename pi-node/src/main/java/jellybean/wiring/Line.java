package jellybean.wiring;

/**
 * One GPIO as a device uses it.
 *
 * @param gpio its number at the processor (BCM), not the one on the header
 * @param activeHigh whether a high level means lit or pressed
 * @param isDimmable whether it is driven by the board's PWM
 */
public record Line(int gpio, boolean activeHigh, boolean isDimmable) {
  @Override
  public String toString() {
    return "GPIO" + gpio;
  }
}
