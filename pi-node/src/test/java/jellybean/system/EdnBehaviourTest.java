package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import jellybean.actor.Delivery;
import jellybean.actor.Effect;
import jellybean.actor.Info;
import jellybean.actor.Step;
import jellybean.actor.StepException;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Value;
import jellybean.lang.LangError;
import jellybean.message.Address;
import jellybean.message.MessageId;
import jellybean.message.NodeId;
import jellybean.message.ReplyTo;
import jellybean.message.Via;
import org.junit.jupiter.api.Test;

class EdnBehaviourTest {
  private static final Address SELF = Address.of("wordcount", "count");
  private static final NodeId NODE = new NodeId("n1");

  private static EdnBehaviour behaviour(String actor) {
    SupervisorDef def = Samples.compile("{:supervisor t :children [" + actor + "]}");
    return EdnBehaviour.of((ActorDef) def.children().getFirst());
  }

  private static Delivery delivery(String name, String data, Optional<Value> key) {
    Info info =
        new Info(
            SELF,
            Address.of("wordcount", "file"),
            new MessageId(NODE, 1, 2),
            1_000,
            42,
            Optional.empty(),
            new Via(key, Optional.empty()));
    return new Delivery(Keyword.of(name), Samples.read(data), info);
  }

  private static Delivery delivery(String name, String data) {
    return delivery(name, data, Optional.empty());
  }

  private static final String COUNT =
      "{:actor a :state {:n 0} :says #{:now}"
          + " :on {:add (fn [s n] (let [s (update s :n + n)] {:state s :say [[:now (:n s)]]}))"
          + "      :same (fn [s _] nil) :none (fn [_ _] {:state nil})"
          + "      :what (fn [s _ info] {:state info})"
          + "      :bad (fn [s _] {:sate 1}) :silent (fn [s _] {:say [[:then 1]]})"
          + "      :fail (fn [s d] (+ 1 d)) :spin (fn [s d] (loop [] (recur)))"
          + "      :escape (fn [s d] {:say [[:now [(fn [] 1)]]]})}}";

  @Test
  void aFunctionOfStateAndDataMakesTheStep() {
    EdnBehaviour behaviour = behaviour(COUNT);
    assertEquals(Samples.read("{:n 0}"), behaviour.initial());
    Step<Value> step = behaviour.handle(behaviour.initial(), delivery("add", "3"));
    assertEquals(Samples.read("{:n 3}"), step.state());
    assertEquals(List.of(Effect.say(Keyword.of("now"), Int.of(3))), step.effects());
  }

  @Test
  void nilLeavesTheStateAndAStateOfNilDoesNot() {
    EdnBehaviour behaviour = behaviour(COUNT);
    Value state = behaviour.initial();
    assertSame(state, behaviour.handle(state, delivery("same", "1")).state());
    assertEquals(Nil.NIL, behaviour.handle(state, delivery("none", "1")).state());
  }

  @Test
  void aThirdParameterGetsWhatIsKnownAboutTheMessage() {
    EdnBehaviour behaviour = behaviour(COUNT);
    assertEquals(
        Samples.read(
            "{:self \"/wordcount/count\" :from \"/wordcount/file\" :id \"n1/1/2\" :time 1000"
                + " :seed 42}"),
        behaviour.handle(Nil.NIL, delivery("what", "1")).state());
    Delivery plain = delivery("what", "1", Optional.of(Int.of(9)));
    Info i = plain.info();
    ReplyTo replyTo = new ReplyTo(Address.of("x"), NODE, 5);
    Info asked =
        new Info(i.self(), i.from(), i.id(), i.timeMs(), i.seed(), Optional.of(replyTo), i.via());
    EdnMap seen =
        (EdnMap) behaviour.handle(Nil.NIL, new Delivery(plain.name(), plain.data(), asked)).state();
    assertEquals(ReplyTos.toValue(replyTo), seen.get(Keyword.of("reply-to")));
    assertEquals(Int.of(9), seen.get(Keyword.of("key")));
  }

  @Test
  void sortedMapsAreDataUnlessAFunctionSortsThem() {
    String actor =
        "{:actor a :state {} :says #{:now}"
            + " :on {:natural (fn [_ d] {:say [[:now (into (sorted-map) d)]]})"
            + "      :backwards (fn [_ d] {:say [[:now (into (sorted-map-by >) d)]]})"
            + "      :keep (fn [_ d] {:state (into (sorted-set-by >) (keys d))})}}";
    EdnBehaviour behaviour = behaviour(actor);
    Step<Value> step = behaviour.handle(Nil.NIL, delivery("natural", "{2 b 1 a}"));
    Effect.Say said = (Effect.Say) step.effects().getFirst();
    assertEquals("#jelly/sorted-map {1 a, 2 b}", said.data().toString());
    assertEquals(
        "main.edn:1:140: step of :backwards in /wordcount/count: expected data that can be"
            + " written, found a function in it",
        assertThrows(
                StepException.class,
                () -> behaviour.handle(Nil.NIL, delivery("backwards", "{2 b 1 a}")))
            .getMessage());
    Value kept = behaviour.handle(Nil.NIL, delivery("keep", "{1 a 2 b}")).state();
    assertEquals(
        "#jelly/error {:message \"the state of a cannot be shown: it holds a function\"}",
        behaviour.show(kept).toString());
  }

  @Test
  void whatIsNoStepFailsWithNameAndAddress() {
    assertEquals(
        "main.edn:1:253: step of :bad in /wordcount/count: expected the keys of a step, found"
            + " :sate, did you mean :state?",
        failure("bad", "1"));
    assertEquals(
        "main.edn:1:282: step of :silent in /wordcount/count: expected a name that :says lists,"
            + " found :then",
        failure("silent", "1"));
    assertEquals(
        "main.edn:1:390: step of :escape in /wordcount/count: expected data that can be"
            + " written, found a function in it",
        failure("escape", "1"));
    assertEquals(
        "step of :ad in /wordcount/count: expected a name that :on lists, found :ad",
        failure("ad", "1"));
  }

  private static String failure(String name, String data) {
    EdnBehaviour behaviour = behaviour(COUNT);
    return assertThrows(StepException.class, () -> behaviour.handle(Nil.NIL, delivery(name, data)))
        .getMessage();
  }

  @Test
  void anErrorOfTheLanguageSaysWhereInTheDocument() {
    EdnBehaviour behaviour = behaviour(COUNT);
    LangError error =
        assertThrows(LangError.class, () -> behaviour.handle(Nil.NIL, delivery("fail", "\"x\"")));
    assertTrue(error.getMessage().startsWith("main.edn:1:"), error.getMessage());
    LangError endless =
        assertThrows(LangError.class, () -> behaviour.handle(Nil.NIL, delivery("spin", "1")));
    assertTrue(endless.getMessage().contains("fuel"), endless.getMessage());
  }

  private static final String KEYED =
      "{:actor a :state 0 :says #{:now}"
          + " :route {:word (fn [w] w) :all :all}"
          + " :on {:word (fn [n w] {:state (+ n 1) :say [[:now [w (+ n 1)]]]})"
          + "      :less (fn [n w] {:state n})"
          + "      :all (fn [all _] {:say [[:now (count all)]]})"
          + "      :set (fn [all d] {:state d})}}";

  @Test
  void aKeyedActorSeesTheStateOfTheMessagesKeyAlone() {
    EdnBehaviour behaviour = behaviour(KEYED);
    Value state = behaviour.initial();
    assertEquals(EdnMap.EMPTY, state);
    state = behaviour.handle(state, word("a")).state();
    state = behaviour.handle(state, word("b")).state();
    Step<Value> step = behaviour.handle(state, word("a"));
    assertEquals(Samples.read("{\"a\" 2 \"b\" 1}"), step.state());
    assertEquals(List.of(Effect.say(Keyword.of("now"), Samples.read("[\"a\" 2]"))), step.effects());
  }

  private static Delivery word(String word) {
    Value key = Samples.read('"' + word + '"');
    return delivery("word", '"' + word + '"', Optional.of(key));
  }

  @Test
  void aMessageThatCameWithoutItsKeyGetsItFromTheRoute() {
    EdnBehaviour behaviour = behaviour(KEYED);
    assertEquals(
        Samples.read("{\"a\" 1}"),
        behaviour.handle(EdnMap.EMPTY, delivery("word", "\"a\"")).state());
  }

  @Test
  void anyOtherMessageSeesAllKeysAndMustLeaveAMap() {
    EdnBehaviour behaviour = behaviour(KEYED);
    Value state = Samples.read("{\"a\" 2 \"b\" 1}");
    assertEquals(
        List.of(Effect.say(Keyword.of("now"), Int.of(2))),
        behaviour.handle(state, delivery("all", "nil")).effects());
    assertEquals(Samples.read("{1 2}"), behaviour.handle(state, delivery("set", "{1 2}")).state());
    assertEquals(
        "main.edn:1:255: step of :set in /wordcount/count: expected a map from keys to states as"
            + " :state, found 7",
        assertThrows(StepException.class, () -> behaviour.handle(state, delivery("set", "7")))
            .getMessage());
  }

  @Test
  void aKeyInItsInitialStateIsNotKept() {
    EdnBehaviour behaviour =
        behaviour(
            "{:actor a :state 0 :route {:set (fn [d] (:k d))}"
                + " :on {:set (fn [n d] {:state (:v d)})}}");
    Value state = behaviour.handle(EdnMap.EMPTY, delivery("set", "{:k 1 :v 5}")).state();
    assertEquals(Samples.read("{1 5}"), state);
    assertEquals(EdnMap.EMPTY, behaviour.handle(state, delivery("set", "{:k 1 :v 0}")).state());
  }

  @Test
  void keysAreBoundedInNumberAndSize() {
    EdnBehaviour behaviour = behaviour(KEYED);
    EdnMap.Builder many = EdnMap.builder();
    for (int i = 0; i < EdnBehaviour.MAX_KEYS; i++) {
      many.put(Int.of(i), Int.of(1));
    }
    EdnMap full = many.build();
    assertEquals(
        "main.edn:1:107: step of :word in /wordcount/count: expected at most 65536 keys, found"
            + " 65537",
        assertThrows(StepException.class, () -> behaviour.handle(full, word("one-more")))
            .getMessage());
    Delivery known = delivery("word", "7", Optional.of(Int.of(7)));
    assertEquals(Int.of(2), ((EdnMap) behaviour.handle(full, known).state()).get(Int.of(7)));
  }
}
