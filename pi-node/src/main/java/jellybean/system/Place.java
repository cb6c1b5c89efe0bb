package jellybean.system;

import jellybean.edn.Keyword;
import jellybean.message.NodeId;

/** Where a child may live. */
public sealed interface Place {
  /** With its supervisor; the default. */
  record Here() implements Place {}

  /** Anywhere; children and replicas are spread over the members. */
  record Spread() implements Place {}

  /** On one member. */
  record On(NodeId member) implements Place {}

  /** On any member that has a tag; nowhere while there is none. */
  record Tagged(Keyword tag) implements Place {}
}
