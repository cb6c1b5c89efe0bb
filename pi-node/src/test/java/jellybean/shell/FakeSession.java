package jellybean.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;

/** A member that knows its answers by heart: {@code {[:ls "/"] answer …}}. */
final class FakeSession implements Session {
  private static final Keyword LOST = Keyword.of("lost");

  final List<String> asked = new ArrayList<>();
  private final EdnMap answers;
  private boolean closed;

  FakeSession(EdnMap answers) {
    this.answers = answers;
  }

  @Override
  public CompletableFuture<Value> ask(String name, Value data) {
    asked.add(name + " " + data);
    Value unknown =
        new Tagged(
            Symbol.of("jelly/error"),
            EdnMap.of(
                Keyword.of("message"), new Text("nothing at " + data),
                Keyword.of("expected"), new Text("the address of something that runs"),
                Keyword.of("found"), data));
    Value answer = answers.get(EdnVector.of(Keyword.of(name), data), unknown);
    return answer == LOST
        ? CompletableFuture.failedFuture(new IllegalStateException("connection reset"))
        : CompletableFuture.completedFuture(answer);
  }

  @Override
  public String member() {
    return "lemon";
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
