package jellybean.lang;

import java.util.List;

/** A group of built-ins: a table that documents them, and their operations. */
interface Theme {

  /** A line for each: {@code name | arguments | what it does}. */
  String table();

  /**
   * The operations of a name of the table. They are made only for names that programs use, as each
   * costs a class.
   */
  Builtin.Maker link(String name);

  default List<Doc> docs() {
    return table().lines().map(Doc::parse).toList();
  }

  static IllegalStateException unlinked(String name) {
    return new IllegalStateException("the table names " + name + ", but nothing defines it");
  }
}
