package jellybean.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import jellybean.edn.EdnException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnPrinter;
import jellybean.edn.EdnReader;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.ReadLimits;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.shell.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What an operator changes of the fleet's security through one of its members. */
final class SecurityCommands {
  /** A rotation has several rounds, and each waits for the slowest member. */
  private static final long ANSWER_MS = 130_000;

  private SecurityCommands() {}

  /** One order to one member, and how its answer is shown. */
  abstract static class Order implements Callable<Integer> {
    private final Streams streams;
    private final String question;

    @Mixin private ConnectOptions connect = new ConnectOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    Order(Streams streams, String question) {
      this.streams = streams;
      this.question = question;
    }

    abstract Value data();

    /** For people. */
    abstract String told(EdnMap answer);

    @Override
    public Integer call() {
      Value data = data();
      try (Session session = connect.open(streams).connect()) {
        Value answer = Question.ask(session, question, data, ANSWER_MS);
        if (!(answer instanceof EdnMap map)) {
          throw new CommandFailedException(
              question
                  + ": expected a map in answer from "
                  + session.member()
                  + ", found "
                  + answer);
        }
        streams.line(output.edn(streams) ? EdnPrinter.toString(map) : told(map));
        return map.containsKey(Keyword.of("without")) ? ExitCode.FAILED : ExitCode.OK;
      }
    }

    static String names(EdnMap answer, String key) {
      StringBuilder names = new StringBuilder();
      if (answer.get(Keyword.of(key), Nil.NIL) instanceof EdnVector members) {
        for (Value member : members) {
          names.append(names.isEmpty() ? "" : ", ");
          names.append(member instanceof Text text ? text.value() : member);
        }
      }
      return names.toString();
    }
  }

  /** {@code jelly deny}. */
  @Command(
      name = "deny",
      description = {
        "Hand a signed deny-list to the fleet and wait until every live member holds it.",
        "",
        "Who is on it is disconnected at once. jelly fleet deny signs one."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:every live member holds the list",
        "1:the list was refused, or some members do not hold it yet",
        "2:the command line is wrong"
      })
  static final class Deny extends Order {
    @Parameters(paramLabel = "FILE", description = "the signed list")
    private Path file = Path.of("");

    Deny(Streams streams) {
      super(streams, "deny");
    }

    @Override
    Value data() {
      try {
        return EdnReader.readOne(Files.readAllBytes(file), file.toString(), ReadLimits.DOCUMENT);
      } catch (IOException e) {
        throw new CommandFailedException("cannot read " + file + ": " + e, e);
      } catch (EdnException e) {
        throw new CommandFailedException(String.valueOf(e.getMessage()), e);
      }
    }

    @Override
    String told(EdnMap answer) {
      String without = names(answer, "without");
      return "deny-list "
          + answer.get(Keyword.of("version"), Nil.NIL)
          + " is held by "
          + names(answer, "members")
          + (without.isEmpty() ? "" : "; not yet by " + without);
    }
  }

  /** {@code jelly rotate-keys}. */
  @Command(
      name = "rotate-keys",
      description = {
        "Give the fleet a new key for its datagrams: install, use, remove the old one.",
        "",
        "Each round begins when every live member has followed the one before. Who is away gets"
            + " the key when it comes back."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:every live member uses the new key alone",
        "1:a member did not follow: the old key stays, too",
        "2:the command line is wrong"
      })
  static final class RotateKeys extends Order {
    RotateKeys(Streams streams) {
      super(streams, "rotate-keys");
    }

    @Override
    Value data() {
      return Nil.NIL;
    }

    @Override
    String told(EdnMap answer) {
      return answer.get(Keyword.of("key"), Nil.NIL) instanceof Text key
          ? key.value() + " is used by " + names(answer, "members")
          : answer.toString();
    }
  }

  /** {@code jelly reload}. */
  @Command(
      name = "reload",
      description = {
        "Have a member read its certificate, key and authorities again, at once.",
        "",
        "It looks for changed files every few seconds by itself."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:new connections begin with what was read",
        "1:the files cannot be used: what was read before goes on",
        "2:the command line is wrong"
      })
  static final class Reload extends Order {
    @Parameters(paramLabel = "MEMBER", description = "its name")
    private String member = "";

    Reload(Streams streams) {
      super(streams, "reload");
    }

    @Override
    Value data() {
      return new Text(member);
    }

    @Override
    String told(EdnMap answer) {
      return member
          + " read its certificate again; it lasts until "
          + answer.get(Keyword.of("certificate-until"), Nil.NIL);
    }
  }
}
