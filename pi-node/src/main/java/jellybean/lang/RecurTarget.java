package jellybean.lang;

/** The loop or function that a {@code recur} in tail position continues. */
final class RecurTarget {

  /** Not in tail position. */
  static final RecurTarget NONE = new RecurTarget(new int[0]);

  final int[] slots;
  private boolean used;

  RecurTarget(int[] slots) {
    this.slots = slots;
  }

  void use() {
    used = true;
  }

  /** The body, repeated if it can ask for it. */
  Node around(Node body) {
    return used ? new Nodes.Repeat(body) : body;
  }
}
