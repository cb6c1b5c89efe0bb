package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import jellybean.edn.ReadLimits;
import jellybean.edn.Syntax;
import org.junit.jupiter.api.Test;

/** Whatever happens to a document, the checker answers. */
class CheckerFuzzTest {
  private static final long SEED = 20_251_003;
  private static final int ROUNDS = 600;
  private static final List<String> SPICES =
      List.of(
          "nil",
          "7",
          "-1",
          "99999999999999999999",
          ":on",
          ":says",
          ":use",
          "\"x.edn\"",
          "add",
          ":a/b",
          ":a.b/c",
          "[]",
          "{}",
          "#{}",
          "()",
          "#{:x}",
          "(fn [s d] nil)",
          "(fn [s] s)",
          "(start x)",
          "#foo 1",
          "\\a",
          "1.5",
          ":counter/x",
          "_",
          "(quote x)",
          "##NaN");

  @Test
  void documentsWithChangedCharactersAreAnswered() {
    fuzz(CheckerFuzzTest::changeCharacters);
  }

  @Test
  void documentsWithChangedFormsAreAnswered() {
    fuzz(CheckerFuzzTest::changeForms);
  }

  private interface Mutation {
    String apply(String text, SplittableRandom random);
  }

  private static void fuzz(Mutation mutation) {
    List<Bundle> seeds =
        List.of(
            Bundle.collect("counter.edn", Samples::example),
            Bundle.collect("wordcount.edn", Samples::example),
            Bundle.collect("everything.edn", Samples.resources("good")),
            Bundle.collect("names.edn", Samples.resources("bad")),
            Bundle.collect("use.edn", Samples.resources("bad")));
    int clean = 0;
    for (int round = 0; round < ROUNDS; round++) {
      SplittableRandom random = new SplittableRandom(SEED + round);
      Bundle bundle = seeds.get(random.nextInt(seeds.size()));
      TreeMap<String, String> files = new TreeMap<>(bundle.files());
      List<String> names = new ArrayList<>(files.keySet());
      String victim = names.get(random.nextInt(names.size()));
      String text = files.get(victim);
      for (int i = random.nextInt(3); i >= 0; i--) {
        text = mutation.apply(text, random);
      }
      files.put(victim, text);
      clean += check(new Bundle(bundle.main(), files), SEED + round) ? 1 : 0;
    }
    assertEquals(true, clean < ROUNDS, "some mutation is a fault");
  }

  /** Whether the document had no faults; then it has a definition, and each Fn a body. */
  private static boolean check(Bundle bundle, long seed) {
    try {
      Checked checked = Samples.check(bundle, EdnMap.EMPTY);
      assertEquals(checked.faults().isEmpty(), checked.definition().isPresent());
      return checked.faults().isEmpty();
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed " + seed + " on\n" + bundle.files(), e);
    }
  }

  private static String changeCharacters(String text, SplittableRandom random) {
    if (text.isEmpty()) {
      return "(";
    }
    int from = random.nextInt(text.length());
    int to = Math.min(text.length(), from + random.nextInt(12));
    String part = text.substring(from, to);
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, from) + text.substring(to);
      case 1 -> text.substring(0, from) + part + part + text.substring(to);
      case 2 -> text.substring(0, from) + (char) random.nextInt(32, 127) + text.substring(to);
      default -> text.substring(0, from) + spice(random) + text.substring(from);
    };
  }

  private static String spice(SplittableRandom random) {
    return " " + SPICES.get(random.nextInt(SPICES.size())) + " ";
  }

  /** Puts another form of the document, or a spice, in the place of some form. */
  private static String changeForms(String text, SplittableRandom random) {
    List<Syntax> forms = new ArrayList<>();
    try {
      EdnReader.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), "x", ReadLimits.DOCUMENT)
          .nextSyntax()
          .ifPresent(form -> addAll(form, forms));
    } catch (jellybean.edn.EdnException e) {
      return changeCharacters(text, random);
    }
    if (forms.isEmpty()) {
      return changeCharacters(text, random);
    }
    Syntax victim = forms.get(random.nextInt(forms.size()));
    Syntax other = forms.get(random.nextInt(forms.size()));
    String fresh = random.nextBoolean() ? spice(random) : other.value().toString();
    return replaceForm(forms.getFirst(), victim, fresh);
  }

  private static void addAll(Syntax form, List<Syntax> forms) {
    forms.add(form);
    form.children().forEach(child -> addAll(child, forms));
  }

  /** Prints the whole with {@code victim} replaced. */
  private static String replaceForm(Syntax form, Syntax victim, String fresh) {
    if (form == victim) {
      return fresh;
    }
    if (form.children().isEmpty()) {
      return form.value().toString();
    }
    StringBuilder text = new StringBuilder();
    form.children().forEach(child -> text.append(replaceForm(child, victim, fresh)).append(' '));
    return switch (form.value()) {
      case jellybean.edn.EdnMap map -> "{" + text + "}\n";
      case jellybean.edn.EdnSet set -> "#{" + text + "}";
      case jellybean.edn.EdnList list -> "(" + text + ")";
      case jellybean.edn.Tagged tagged -> "#" + tagged.tag() + " " + text;
      default -> "[" + text + "]";
    };
  }
}
