package jellybean.system;

import jellybean.edn.Position;

/** A place in a file of a bundle. */
record Spot(String file, Position at) {
  @Override
  public String toString() {
    return file + ":" + at;
  }
}
