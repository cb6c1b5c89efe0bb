package jellybean.sim;

import jellybean.actor.Loop;

/** A loop and the node it belongs to. */
record SimLoop(SimNode node, Loop loop) {}
