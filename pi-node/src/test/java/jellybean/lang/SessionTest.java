package jellybean.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import jellybean.edn.Syntax;
import org.junit.jupiter.api.Test;

class SessionTest {

  private static List<String> answers(String text, Budget budget) {
    Session session = new Session("in.edn", budget);
    List<String> answers = new ArrayList<>();
    for (Syntax form : Run.read(text)) {
      answers.add(session.answer(form).value().toString());
    }
    return answers;
  }

  private static List<String> answers(String text) {
    return answers(text, Budget.DEFAULT);
  }

  @Test
  void definitionsAreSeenByTheFormsAfterThem() {
    assertEquals(List.of("x", "6", "x", "11"), answers("(def x 5) (+ x 1) (def x 10) (+ x 1)"));
  }

  @Test
  void functionsSeeTheLatestDefinition() {
    assertEquals(
        List.of("base", "f", "base", "12"),
        answers("(def base 1) (def f (fn [n] (+ base n))) (def base 10) (f 2)"));
  }

  @Test
  void aFailedDefinitionDefinesNothing() {
    List<String> answers = answers("(def x (inc :a)) x (def y 1) (def y (inc :a)) y");
    assertTrue(answers.get(1).contains("unknown name x"), answers.get(1));
    assertEquals("1", answers.get(4));
  }

  @Test
  void aDefinitionMayReferToItself() {
    assertEquals(
        List.of("f", "[0 1 2]"),
        answers(
            """
            (def f (fn [n] (if (neg? n) [] (conj (f (dec n)) n)))) (f 2)\
            """));
    assertEquals(
        "#jelly/error {:message \"z has no value yet\", :at \"in.edn:1:11\", :form z}",
        answers("(def z (+ z 1))").getFirst());
  }

  @Test
  void everyFormHasItsOwnFuel() {
    String twice = "(reduce + (range 300)) (reduce + (range 300))";
    Budget enough = Budget.DEFAULT.withFuel(1_000);
    assertEquals(List.of("44850", "44850"), answers(twice, enough));
    assertTrue(answers(twice, Budget.DEFAULT.withFuel(10)).getFirst().contains("fuel limit"));
  }

  @Test
  void whatCannotBePrintedIsAnError() {
    Session session = new Session("in.edn", Budget.DEFAULT);
    Session.Answer answer = session.answer(Run.readOne("{:f [(fn add [a] a)]}"));
    assertTrue(answer.error().isPresent());
    assertEquals(
        "in.edn:1:1: the result has no printed form: a map of 1 entry",
        answer.error().get().getMessage());
    assertFalse(session.answer(Run.readOne("(def f inc)")).error().isPresent());
  }

  @Test
  void malformedDefinitionsAreErrors() {
    for (String form : List.of("(def)", "(def 1 2)", "(def a/b 2)", "(def x)", "(def if 2)")) {
      assertTrue(answers(form).getFirst().contains("(def name value) expected"), form);
    }
  }

  @Test
  void allFaultsOfAFormAreInItsError() {
    assertEquals(
        "#jelly/error {:message \"unknown name fooo\", :at \"in.edn:1:2\", :form fooo,"
            + " :expected \"a known name\", :found fooo,"
            + " :faults [\"in.edn:1:2: unknown name fooo\" \"in.edn:1:7: unknown name barr\"]}",
        answers("(fooo barr)").getFirst());
  }
}
