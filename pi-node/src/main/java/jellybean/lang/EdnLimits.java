package jellybean.lang;

import jellybean.edn.ReadLimits;

/** Bounds that values must keep so that they can be written and read again. */
final class EdnLimits {

  /** Collections nest at most this deep. */
  static final int DEPTH = ReadLimits.DEFAULT_DEPTH;

  private EdnLimits() {}
}
