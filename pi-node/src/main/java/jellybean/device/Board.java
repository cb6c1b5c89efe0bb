package jellybean.device;

import jellybean.wiring.Line;

/** The pins of a machine. All may block; any thread may call. */
interface Board extends AutoCloseable {
  /** A lit line has this level, in thousandths. */
  int FULL = 1_000;

  /**
   * Takes a pin as an output; its line is dark at first.
   *
   * @throws DeviceException it cannot be taken; says why
   */
  Output output(Line line);

  /**
   * Takes a pin as an input.
   *
   * @param changed told after each change, on any thread; must not block
   * @throws DeviceException it cannot be taken; says why
   */
  Input input(Line line, Runnable changed);

  /** What moves the pins: {@code "sysfs, from 512"} or {@code "mock"}. */
  String kind();

  @Override
  void close();

  /** An output; dark again when it is closed. */
  interface Output extends AutoCloseable {
    /**
     * @param permille 0 is dark, {@link #FULL} is lit; what lies between is for a line with PWM
     */
    void set(int permille);

    @Override
    void close();
  }

  /** An input. */
  interface Input extends AutoCloseable {
    /** Whether it is pressed. */
    boolean isActive();

    @Override
    void close();
  }
}
