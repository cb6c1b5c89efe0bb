package jellybean.shell;

import java.util.ArrayList;
import java.util.List;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** Nested children flattened into rows, their names drawn as the branches of a tree. */
final class Tree {
  private static final Keyword NAME = Keyword.of("name");
  private static final Keyword ADDRESS = Keyword.of("address");
  private static final Keyword CHILDREN = Keyword.of("children");
  private static final String BRANCH = "├─ ";
  private static final String LAST_BRANCH = "└─ ";
  private static final String TRUNK = "│  ";
  private static final String NO_TRUNK = "   ";

  private Tree() {}

  /** One row per node of the trees, parents before their children. */
  static List<EdnMap> rows(List<EdnMap> roots) {
    List<EdnMap> rows = new ArrayList<>();
    for (EdnMap root : roots) {
      rows.add(named(root, title(root)));
      addChildren(root, "", rows);
    }
    return rows;
  }

  /** The depth is bounded: an answer is EDN that was read with a bound on its depth. */
  private static void addChildren(EdnMap parent, String indent, List<EdnMap> rows) {
    List<EdnMap> children = Records.of(parent.get(CHILDREN, EdnVector.EMPTY));
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      EdnMap child = children.get(i);
      rows.add(named(child, indent + (last ? LAST_BRANCH : BRANCH) + name(child)));
      addChildren(child, indent + (last ? NO_TRUNK : TRUNK), rows);
    }
  }

  private static EdnMap named(EdnMap node, String name) {
    return node.without(CHILDREN).with(NAME, new Text(name));
  }

  private static String title(EdnMap root) {
    return root.find(ADDRESS).map(Records::plain).orElseGet(() -> name(root));
  }

  private static String name(EdnMap node) {
    Value name = node.get(NAME, new Text("?"));
    return Records.plain(name);
  }
}
