package jellybean.edn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @Test
  void aKeywordHasOneInstance() {
    assertSame(Keyword.of("a/b"), Keyword.of("a", "b"));
    assertSame(Keyword.of("", "b"), EdnReader.readOne(":b"));
    assertEquals(Optional.of("a"), Keyword.of("a/b").namespace());
    assertEquals("b", Keyword.of("a/b").name());
    assertEquals("a/b", Keyword.of("a/b").fullName());
    assertEquals(Optional.empty(), Keyword.of("b").namespace());
    assertEquals(":a/b", Keyword.of("a/b").toString());
  }

  @Test
  void aSymbolEqualsOthersOfItsName() {
    assertEquals(Symbol.of("a/b"), Symbol.of("a", "b"));
    assertNotSame(Symbol.of("b"), Symbol.of("b"));
    assertNotEquals(Symbol.of("b"), Keyword.of("b"));
    assertEquals(Optional.of("a"), Symbol.of("a/b").namespace());
    assertEquals("b", Symbol.of("a/b").name());
    assertEquals("/", Symbol.of("/").name());
    assertEquals("/", Symbol.of("a//").name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a b", "a(", "1a", "-1", ".5", "nil", "true", ":a", "#a", "'a", "a/", "/a", "a/b/c",
        "a:", "a::b", "a\n", "a\"", "a;b", "a,b", "\u200ba"
      })
  void noSymbolIsMadeThatCouldNotBeReadBack(String name) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Symbol.of(name));
    assertEquals("bad symbol " + name + ": " + Names.symbolFault(name), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "a(", ":a", "a/", "/a", "a/b/c", "a/1", "a:", "a::b", "a@", "\ud800"})
  void noKeywordIsMadeThatCouldNotBeReadBack(String name) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Keyword.of(name));
    assertEquals("bad keyword :" + name + ": " + Names.keywordFault(name), e.getMessage());
  }

  @Test
  void aSlashInAPartOfANameIsNoSeparator() {
    assertEquals(
        "bad keyword: expected no '/' in the name, found a/b in namespace \"\"",
        assertThrows(IllegalArgumentException.class, () -> Keyword.of("", "a/b")).getMessage());
    assertThrows(IllegalArgumentException.class, () -> Keyword.of("a/b", "c"));
    assertThrows(IllegalArgumentException.class, () -> Symbol.of("a", "b/c"));
  }

  @Test
  void tagsAreSymbolsThatStartWithALetterAndMeanNothingYet() {
    assertEquals("#a/b 1", new Tagged(Symbol.of("a/b"), Int.of(1)).toString());
    assertEquals(
        "bad tag #_a: expected a symbol that starts with a letter",
        assertThrows(IllegalArgumentException.class, () -> new Tagged(Symbol.of("_a"), Int.of(1)))
            .getMessage());
    assertEquals(
        "bad tag #inst: expected an unknown tag, found one that has a type of its own",
        assertThrows(IllegalArgumentException.class, () -> new Tagged(Symbol.of("inst"), Int.of(1)))
            .getMessage());
  }

  /** Memory for names is given back: ten million of them would not fit otherwise. */
  @Test
  void unusedKeywordsAreForgotten() {
    int before = Keyword.internedCount();
    for (int i = 0; i < 300_000; i++) {
      Keyword.of("unused" + i);
      if (i % 100_000 == 99_999) {
        System.gc();
      }
    }
    for (int round = 0; round < 100 && Keyword.internedCount() > before + 150_000; round++) {
      System.gc();
      Keyword.of("another" + round);
    }
    int left = Keyword.internedCount() - before;
    assertEquals(true, left < 150_000, "still interned: " + left);
  }
}
