package jellybean.sim;

import jellybean.actor.Loop;

/** A loop and the node it belongs to. */
final class SimLoop {
  private final SimNode node;
  private final Loop loop;

  /** Whether it stands among those that have something to do. */
  boolean isPending;

  SimLoop(SimNode node, Loop loop) {
    this.node = node;
    this.loop = loop;
  }

  SimNode node() {
    return node;
  }

  Loop loop() {
    return loop;
  }
}
