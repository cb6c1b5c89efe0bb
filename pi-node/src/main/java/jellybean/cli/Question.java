package jellybean.cli;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jellybean.edn.EdnMap;
import jellybean.edn.Keyword;
import jellybean.edn.Symbol;
import jellybean.edn.Tagged;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.shell.Session;

/** Asks a member one thing and waits for the answer. */
final class Question {
  private static final Symbol ERROR = Symbol.of("jelly/error");
  private static final Keyword MESSAGE = Keyword.of("message");

  private Question() {}

  /**
   * The answer, unless it is an error.
   *
   * @throws CommandFailedException if the answer is an error, does not come in time, or the
   *     connection is lost
   */
  static Value ask(Session session, String name, Value data, long timeoutMs) {
    Value answer = answer(session, name, data, timeoutMs);
    if (answer instanceof Tagged tagged && tagged.tag().equals(ERROR)) {
      throw new CommandFailedException(session.member() + ": " + message(answer));
    }
    return answer;
  }

  /**
   * The answer, which may be an error.
   *
   * @throws CommandFailedException if it does not come in time, or the connection is lost
   */
  static Value answer(Session session, String name, Value data, long timeoutMs) {
    try {
      return session.ask(name, data).get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new CommandFailedException(
          name
              + ": expected an answer from "
              + session.member()
              + " within "
              + timeoutMs
              + " ms, found none",
          e);
    } catch (ExecutionException e) {
      String reason = Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("");
      throw new CommandFailedException(
          name + ": the connection to " + session.member() + " was lost: " + reason, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException(name + ": interrupted", e);
    }
  }

  /** What {@code #jelly/error {:message "…"}} says; anything else as EDN. */
  static String message(Value error) {
    return error instanceof Tagged tagged
            && tagged.value() instanceof EdnMap map
            && map.get(MESSAGE, map) instanceof Text text
        ? text.value()
        : error.toString();
  }
}
