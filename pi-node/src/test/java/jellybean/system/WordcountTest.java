package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.message.Via;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The actors of {@code wordcount.edn} under random delays, with a file device and a bus of the
 * test's own: messages between two actors keep their order, all others come as chance has it.
 */
class WordcountTest {
  private static final int MAILBOX_MESSAGES = 1024;
  private static final NodeId NODE = new NodeId("n");

  private final SupervisorDef def =
      Samples.compile(Bundle.collect("wordcount.edn", Samples::example), EdnMap.EMPTY);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void underRandomDelaysTheResultIsWhatASequentialCountSays(long seed) throws IOException {
    String text = Files.readString(Samples.SYSTEMS.resolve("text/gpl-3.txt"));
    assertCounted(text, seed);
  }

  @Test
  void longLinesOfShortWordsOverflowNoMailbox() {
    String line = "a ".repeat(4_000);
    assertCounted(line + "\n" + line + "\n" + "x-y,z ".repeat(1_300) + "\n" + line, 1);
  }

  @Test
  void wordsAreRunsOfLatinLettersWhateverElseThereIs() {
    assertCounted("Don't nai\u0308ve caf\u00e9\tK\u212A \u0130X 3rd\r\n\n  --\n\uD83D\uDE00a", 1);
    assertCounted("", 1);
    assertCounted("\n\n", 1);
    assertCounted("w".repeat(8_192) + "\n" + " ".repeat(8_192), 1);
  }

  @Test
  void aFileThatCannotBeReadIsTheResult() {
    Run run = new Run(List.of("a b", "c"), 1);
    run.failAfter = 1;
    EdnMap result = run.finish();
    assertEquals(Samples.read("{:message \"gone\"}"), result.get(Keyword.of("failed")));
  }

  private void assertCounted(String text, long seed) {
    Map<String, Long> counts = count(text);
    Run run = new Run(text.lines().toList(), seed);
    EdnMap result = run.finish();
    String where = "seed " + seed;
    assertEquals(jellybean.edn.Bool.TRUE, result.get(Keyword.of("done")), where);
    assertEquals(Int.of(text.lines().count()), result.get(Keyword.of("lines")), where);
    assertEquals(
        Int.of(counts.values().stream().mapToLong(n -> n).sum()),
        result.get(Keyword.of("total")),
        where);
    assertEquals(Int.of(counts.size()), result.get(Keyword.of("distinct")), where);
    assertEquals(top(counts), result.get(Keyword.of("top")), where);
    assertEquals(counts, run.counts(), where);
  }

  /** {@code tr A-Z a-z | tr -cs a-z '\n' | sort | uniq -c} without the empty line. */
  private static Map<String, Long> count(String text) {
    Map<String, Long> counts = new TreeMap<>();
    StringBuilder word = new StringBuilder();
    for (byte b : (text + "\n").getBytes(StandardCharsets.UTF_8)) {
      int c = b >= 'A' && b <= 'Z' ? b + 32 : b;
      if (c >= 'a' && c <= 'z') {
        word.append((char) c);
      } else if (!word.isEmpty()) {
        counts.merge(word.toString(), 1L, Long::sum);
        word.setLength(0);
      }
    }
    return counts;
  }

  private static Value top(Map<String, Long> counts) {
    EdnVector.Builder top = EdnVector.builder();
    counts.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Long> e) -> -e.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(10)
        .forEach(e -> top.add(EdnVector.of(new Text(e.getKey()), Int.of(e.getValue()))));
    return top.build();
  }

  /** One run to the end. */
  private final class Run {
    private final SplittableRandom random;
    private final List<String> lines;
    private final Map<String, EdnBehaviour> behaviours = new LinkedHashMap<>();
    private final Map<String, Value> states = new HashMap<>();

    /** What is on its way, by sender and receiver. */
    private final Map<String, ArrayDeque<Message>> ways = new LinkedHashMap<>();

    private final Map<String, Integer> queued = new HashMap<>();
    private Optional<EdnMap> result = Optional.empty();
    private int said;
    private boolean ended;
    private long credit = 4;
    private int failAfter = Integer.MAX_VALUE;

    private record Message(String to, Keyword name, Value data, Optional<Value> key) {}

    Run(List<String> lines, long seed) {
      this.lines = lines;
      this.random = new SplittableRandom(seed);
      for (ChildDef child : def.children()) {
        if (child instanceof ActorDef actor) {
          for (int i = 0; i < actor.replicas(); i++) {
            behaviours.put(actor.name() + i, EdnBehaviour.of(actor));
          }
        }
      }
      behaviours.forEach((name, behaviour) -> states.put(name, behaviour.initial()));
    }

    EdnMap finish() {
      read();
      handle(new Message("collector0", Keyword.of("result"), Nil.NIL, Optional.empty()));
      while (!ways.isEmpty()) {
        List<String> all = new ArrayList<>(ways.keySet());
        String way = all.get(random.nextInt(all.size()));
        ArrayDeque<Message> messages = ways.get(way);
        Message message = messages.remove();
        if (messages.isEmpty()) {
          ways.remove(way);
        }
        queued.merge(message.to(), -1, Integer::sum);
        handle(message);
      }
      return result.orElseThrow(() -> new AssertionError("no result: " + states.get("collector0")));
    }

    private void handle(Message message) {
      if (message.to().equals("file")) {
        credit += ((Int) message.data()).value();
        read();
        return;
      }
      Info info =
          new Info(
              Address.of("wordcount", message.to()),
              Address.of("wordcount"),
              new MessageId(NODE, 1, 1),
              0,
              0,
              Optional.of(new ReplyTo(Address.of("asker"), NODE, 1)),
              new Via(message.key(), Optional.empty()));
      Step<Value> step =
          behaviours
              .get(message.to())
              .handle(states.get(message.to()), new Delivery(message.name(), message.data(), info));
      states.put(message.to(), step.state());
      for (Effect effect : step.effects()) {
        switch (effect) {
          case Effect.Say say -> say(message.to(), say.name(), say.data());
          case Effect.Answer answer -> answered((EdnMap) answer.data());
          default -> throw new AssertionError(effect);
        }
      }
    }

    private void answered(EdnMap data) {
      assertTrue(result.isEmpty(), "one answer");
      result = Optional.of(data);
    }

    private void say(String from, Keyword name, Value data) {
      Optional<Value> key = name.name().equals("word") ? Optional.of(data) : Optional.empty();
      String to =
          switch (name.name()) {
            case "word" -> "counter" + Math.floorMod(data.hashCode(), 4);
            case "line", "words" -> "splitter" + random.nextInt(2);
            case "more" -> "file";
            default -> "collector0";
          };
      ways.computeIfAbsent(from + " " + to, w -> new ArrayDeque<>())
          .add(new Message(to, name, data, key));
      int waiting = queued.merge(to, 1, Integer::sum);
      assertTrue(waiting <= MAILBOX_MESSAGES, to + " would have overflowed");
    }

    private void read() {
      while (credit > 0 && said < lines.size() && said < failAfter) {
        Text line = new Text(lines.get(said));
        said++;
        credit--;
        say(
            "file",
            Keyword.of("line"),
            EdnMap.of(Keyword.of("n"), Int.of(said), Keyword.of("text"), line));
      }
      if (!ended && said == Math.min(failAfter, lines.size()) && credit > 0) {
        ended = true;
        if (said == failAfter) {
          say("file", Keyword.of("failed"), Samples.read("{:message \"gone\"}"));
        } else {
          say("file", Keyword.of("end"), EdnMap.of(Keyword.of("lines"), Int.of(said)));
        }
      }
    }

    Map<String, Long> counts() {
      Map<String, Long> counts = new TreeMap<>();
      states.forEach(
          (name, state) -> {
            if (name.startsWith("counter")) {
              ((EdnMap) state).forEach((w, n) -> counts.put(((Text) w).value(), ((Int) n).value()));
            }
          });
      return counts;
    }
  }
}
