package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import jellybean.actor.Effect;
import jellybean.actor.StepException;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.message.Address;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.system.StepReader.Returned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepReaderTest {
  private static final Keyword OUT = Keyword.of("out");
  private static final Keyword TICK = Keyword.of("tick");
  private static final StepReader READER =
      new StepReader(Set.of(OUT, Keyword.of("file/read")), Set.of(TICK, Keyword.of("contents")));

  private static Returned read(String edn) {
    return READER.read(Samples.read(edn));
  }

  @Test
  void nilAndTheEmptyMapChangeNothing() {
    assertEquals(Returned.NOTHING, read("nil"));
    assertEquals(Returned.NOTHING, read("{}"));
    assertEquals(Returned.NOTHING, read("{:say nil :after [] :reply () :watch nil :stop nil}"));
  }

  @Test
  void theStateIsUnchangedWithoutItsKeyAndNilWithNil() {
    assertEquals(Optional.empty(), read("{:say [[:out 1]]}").state());
    assertEquals(Optional.of(Nil.NIL), read("{:state nil}").state());
    assertEquals(Optional.of(Int.of(3)), read("{:state 3}").state());
  }

  @Test
  void everyEffectIsRead() {
    Value replyTo = ReplyTos.toValue(new ReplyTo(Address.of("a", "b"), new NodeId("n1"), 7));
    EdnMap step =
        ((EdnMap)
                Samples.read(
                    "{:say [[:out {:x 1}] (:file/read \"f\" {:reply :contents :within-ms 20})]"
                        + " :after [[500 :tick nil]] :watch [\"/a/c\"] :unwatch [\"/a/d\"]"
                        + " :stop :done}"))
            .with(Keyword.of("reply"), EdnVector.of(EdnVector.of(replyTo, new Text("yes"))));
    assertEquals(
        List.of(
            Effect.say(OUT, Samples.read("{:x 1}")),
            new Effect.Say(
                Keyword.of("file/read"),
                new Text("f"),
                Optional.of(new Effect.Ask(Keyword.of("contents"), 20))),
            new Effect.Answer(
                new ReplyTo(Address.of("a", "b"), new NodeId("n1"), 7), new Text("yes")),
            new Effect.After(500, TICK, Nil.NIL),
            new Effect.Watch(Address.of("a", "c")),
            new Effect.Unwatch(Address.of("a", "d")),
            new Effect.Stop(Keyword.of("done"))),
        READER.read(step).effects());
  }

  @Test
  void aQuestionWithoutATimeHasTheDefault() {
    Effect.Say say = (Effect.Say) read("{:say [[:out 1 {:reply :tick}]]}").effects().getFirst();
    assertEquals(5_000, say.ask().orElseThrow().withinMs());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7 | expected a map or nil, found 7",
        "[1 2] | expected a map or nil, found [1 2]",
        "{:stat 1} | expected the keys of a step, found :stat, did you mean :state?",
        "{\"state\" 1} | expected the keys of a step, found \"state\"",
        "{:say :out} | expected a vector under :say, found :out",
        "{:say {:out 1}} | expected a vector under :say, found {:out 1}",
        "{:say [:out 1]} | expected [name data] or [name data {:reply name :within-ms n :instance"
            + " id}] in :say, found :out",
        "{:say [[:out]]} | expected [name data] or [name data {:reply name :within-ms n :instance"
            + " id}] in :say, found [:out]",
        "{:say [[\"out\" 1]]} | expected [name data] or [name data {:reply name :within-ms n"
            + " :instance id}] in :say, found [\"out\" 1]",
        "{:say [[:outt 1]]} | expected a name that :says lists, found :outt, did you mean :out?",
        "{:say [[:out 1 :tick]]} | expected {:reply name :within-ms n :instance id}, found :tick",
        "{:say [[:out 1 {:within-ms 5}]]} | expected {:reply name :within-ms n :instance id}, found"
            + " {:within-ms 5}",
        "{:say [[:out 1 {:reply :tack}]]} | expected a name that :on lists, found :tack, did you"
            + " mean :tick?",
        "{:say [[:out 1 {:reply :tick :within-ms 0}]]} | expected :within-ms from 1 to 86400000,"
            + " found 0",
        "{:say [[:out 1 {:reply :tick :instanc 3}]]} | expected the keys of"
            + " {:reply name :within-ms n :instance id}, found :instanc, did you mean :instance?",
        "{:after [[500 :tick]]} | expected [milliseconds name data] in :after, found [500 :tick]",
        "{:after [[-1 :tick 0]]} | expected delay in :after from 0 to 31622400000, found -1",
        "{:after [[0.5 :tick 0]]} | expected delay in :after from 0 to 31622400000, found 0.5",
        "{:after [[5 :tock 0]]} | expected a name that :on lists, found :tock, did you mean :tick?",
        "{:reply [[1 2]]} | expected what :reply-to of some info held, found 1",
        "{:reply [[#jelly/reply-to [\"/a\" \"N\" 1] 2]]} | bad reply-to: bad node id: expected 1 to"
            + " 63 characters a-z 0-9 - (no dash at either end), found \"N\"",
        "{:reply [1]} | expected [reply-to data] in :reply, found 1",
        "{:watch [:a]} | expected an address as a string, found :a",
        "{:unwatch [\"a\"]} | bad address \"a\": expected it to start with /",
      })
  void whatIsNoStepIsRefusedWithWhatWasExpectedAndFound(String step, String expected) {
    assertEquals(expected, assertThrows(StepException.class, () -> read(step)).getMessage());
  }

  @Test
  void tooManyEffectsAreRefused() {
    EdnVector.Builder says = EdnVector.builder();
    for (int i = 0; i < 200; i++) {
      says.add(Samples.read("[:out 1]"));
    }
    EdnMap most = EdnMap.of(Keyword.of("say"), says.build());
    assertEquals(200, READER.read(most).effects().size());
    EdnVector.Builder afters = EdnVector.builder();
    for (int i = 0; i < 57; i++) {
      afters.add(Samples.read("[1 :tick 1]"));
    }
    assertEquals(
        "expected at most 256 effects, found 257",
        assertThrows(
                StepException.class,
                () -> READER.read(most.with(Keyword.of("after"), afters.build())))
            .getMessage());
    for (int i = 0; i < 100; i++) {
      says.add(Samples.read("[:out 1]"));
    }
    assertEquals(
        "expected at most 256 effects, found 300",
        assertThrows(
                StepException.class, () -> READER.read(EdnMap.of(Keyword.of("say"), says.build())))
            .getMessage());
  }

  @Test
  void repliesTravelAsValues() {
    ReplyTo replyTo = new ReplyTo(Address.of("a", "b"), new NodeId("n1"), Long.MAX_VALUE);
    Value value = ReplyTos.toValue(replyTo);
    assertEquals("#jelly/reply-to [\"/a/b\" \"n1\" 9223372036854775807]", value.toString());
    assertEquals(replyTo, ReplyTos.fromValue(Samples.read(value.toString())));
  }
}
