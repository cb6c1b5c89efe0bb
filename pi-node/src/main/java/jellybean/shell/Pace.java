package jellybean.shell;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Time for commands that go on for a while, and names that nobody else has. */
public interface Pace {
  /** Waits; false if whoever waits was interrupted, which ends the command. */
  boolean pause(long ms);

  /** Milliseconds of which only differences mean anything. */
  long nowMs();

  /** A name for something that only this command asks about. */
  String ticket();

  /** That of the machine. */
  Pace REAL =
      new Pace() {
        private static final long NS_PER_MS = 1_000_000;
        private static final int TICKET_BYTES = 8;

        @Override
        public boolean pause(long ms) {
          try {
            Thread.sleep(ms);
            return true;
          } catch (InterruptedException e) {
            // The one who interrupts wants the command to end, and the command does.
            return false;
          }
        }

        @Override
        public long nowMs() {
          return System.nanoTime() / NS_PER_MS;
        }

        @Override
        public String ticket() {
          byte[] bytes = new byte[TICKET_BYTES];
          new SecureRandom().nextBytes(bytes);
          return HexFormat.of().formatHex(bytes);
        }
      };
}
