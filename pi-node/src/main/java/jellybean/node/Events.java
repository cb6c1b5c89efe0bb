package jellybean.node;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.NodeId;

/** What a node tells the world as EDN lines: {@code {:event :member-up :member "b" …}}. */
final class Events {
  private static final Keyword EVENT = Keyword.of("event");

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

  /** Prints each event on a line of its own; any thread. */
  static Consumer<EdnMap> printer(PrintStream out) {
    return event -> {
      byte[] line = (event + "\n").getBytes(StandardCharsets.UTF_8);
      synchronized (out) {
        out.write(line, 0, line.length);
        out.flush();
      }
    };
  }
}
