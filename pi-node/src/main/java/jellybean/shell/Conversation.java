package jellybean.shell;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jellybean.edn.Tagged;
import jellybean.edn.Value;

/**
 * Questions and answers over a session that may be lost: a lost one fails the command that was
 * waiting, if one was, and the next command connects again. A question is never repeated by itself,
 * for a message may have been sent. Used by one thread at a time.
 */
final class Conversation implements AutoCloseable {
  private final Connector connector;
  private Optional<Session> session = Optional.empty();

  Conversation(Connector connector) {
    this.connector = connector;
  }

  /**
   * Asks the member and waits.
   *
   * @param who the command that asks, for its faults
   * @throws ShellException if there is no connection, no answer in time, or the answer is an error
   */
  synchronized Value ask(String who, String question, Value data, long timeoutMs) {
    Value answer = await(who, question, data, timeoutMs);
    if (answer instanceof Tagged tagged && ShellException.isError(tagged)) {
      throw ShellException.reported(who, tagged);
    }
    return answer;
  }

  private Value await(String who, String question, Value data, long timeoutMs) {
    Session current = session();
    try {
      return current.ask(question, data).get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      close();
      throw new ShellException(
          who
              + ": expected an answer from "
              + current.member()
              + " within "
              + timeoutMs
              + " ms, found none; the next command connects again");
    } catch (ExecutionException e) {
      close();
      throw new ShellException(
          who
              + ": the connection to "
              + current.member()
              + " was lost ("
              + reason(Objects.requireNonNullElse(e.getCause(), e))
              + "); the next command connects again");
    } catch (InterruptedException e) {
      close();
      throw new InterruptedCommandException(
          who + ": interrupted before " + current.member() + " answered");
    }
  }

  private static String reason(Throwable cause) {
    return Optional.ofNullable(cause.getMessage()).orElseGet(cause::toString);
  }

  private Session session() {
    if (session.filter(s -> !s.isOpen()).isPresent()) {
      close();
    }
    Session current = session.orElseGet(connector::connect);
    session = Optional.of(current);
    return current;
  }

  /** The member asked last, if the connection to it still stands. */
  synchronized Optional<String> member() {
    return session.map(Session::member);
  }

  @Override
  public synchronized void close() {
    session.ifPresent(Session::close);
    session = Optional.empty();
  }
}
