package jellybean.system;

import java.util.List;

/**
 * What is visible where a child is declared.
 *
 * @param files the file it stands in, after those that use it
 * @param depth number of supervisors around it
 */
record Scope(List<String> files, int depth, Params params, Functions functions) {
  Scope {
    files = List.copyOf(files);
  }

  String file() {
    return files.getLast();
  }

  /** The scope of the children of a supervisor here. */
  Scope inside(Functions inner) {
    return new Scope(files, depth + 1, params, inner);
  }
}
