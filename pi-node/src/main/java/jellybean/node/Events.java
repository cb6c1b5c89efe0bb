package jellybean.node;

import java.io.PrintStream;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/** What a node tells the world as EDN lines: {@code {:event :member-up :member "b" …}}. */
final class Events {
  private static final Keyword EVENT = Keyword.of("event");
  private static final Keyword COUNT = Keyword.of("count");

  private Events() {}

  static EdnMap of(String event) {
    return EdnMap.of(EVENT, Keyword.of(event));
  }

  static EdnMap of(String event, NodeId member, Value... more) {
    EdnMap map = of(event).with(ShellProtocol.MEMBER, new Text(member.value()));
    for (int i = 0; i < more.length; i += 2) {
      map = map.with(more[i], more[i + 1]);
    }
    return map;
  }

  /** Each event on a line of its own; what could not be written is an event, too. */
  static LineWriter lines(PrintStream out) {
    return new LineWriter(
        "jelly-events", out, count -> line(of("events-missing").with(COUNT, Int.of(count))));
  }

  static String line(EdnMap event) {
    return event + "\n";
  }
}
