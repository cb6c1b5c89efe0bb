package jellybean.cluster;

import jellybean.edn.Keyword;

/**
 * What changed about who belongs.
 *
 * <p>Of one life there is one {@link Up}, then any number of {@link Changed}, then at most one
 * {@link Down}. A life that only seemed dead, because the network was split, comes up again with
 * the incarnation it had: whatever was bound to it (its link's numbering, watches) ended with the
 * {@link Down} and starts afresh.
 */
public sealed interface MemberEvent {
  /** Whom it is about; for a {@link Changed} as it is now. */
  Member member();

  /** A life is there and answers. */
  record Up(Member member) implements MemberEvent {}

  /** The same life says something else of itself. */
  record Changed(Member member, Member before) implements MemberEvent {}

  /** A life is over, as far as this node can tell. */
  record Down(Member member, Reason reason) implements MemberEvent {}

  /** Why a life is taken to be over. */
  enum Reason {
    /** It said that it was leaving. */
    LEFT,
    /** It did not answer, neither directly nor through others, for the time of the profile. */
    UNREACHABLE,
    /** The same node lives again under another incarnation. */
    REPLACED;

    /** {@code :left}, {@code :unreachable} or {@code :replaced}. */
    public Keyword toValue() {
      return switch (this) {
        case LEFT -> Keyword.of("left");
        case UNREACHABLE -> Keyword.of("unreachable");
        case REPLACED -> Keyword.of("replaced");
      };
    }
  }
}
