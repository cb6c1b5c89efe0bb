package jellybean.cluster;

import java.util.concurrent.CompletionStage;
import jellybean.edn.EdnMap;

/**
 * Finds out which nodes are alive and tells them about this one.
 *
 * <p>Every {@link MemberEvent} goes to the listener given at the start, on the membership's own
 * single thread, in order: the listener hands over and returns; if it is slow, probes are late.
 * Events about this node itself are never sent.
 */
public interface Membership extends AutoCloseable {
  /** The printed size of a member's tags: they are pulled by every member at every change. */
  int MAX_TAGS_BYTES = 1_024;

  /** The latest view. Any thread. */
  Members members();

  /**
   * Says something else of this node; the others see a {@link MemberEvent.Changed}. Any thread.
   *
   * @throws IllegalArgumentException if the tags are larger than {@link #MAX_TAGS_BYTES}
   */
  void retag(EdnMap tags);

  /**
   * Packets, bytes and refusals since the start, and packets and bytes per second of late. Any
   * thread.
   */
  EdnMap counters();

  /**
   * Tells the others that this node goes, then stops. Any thread; again has no effect.
   *
   * @return done when the news has spread, at the latest after the profile's {@code leaveMs}
   */
  CompletionStage<Void> leave();

  /** Stops at once and without a word, as a crash would. Any thread; never blocks. */
  @Override
  void close();
}
