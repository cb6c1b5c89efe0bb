package jellybean.edn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the EDN specification and Clojure's reader say about single values. */
class SpecReadingTest {

  static Stream<Arguments> accepted() {
    return Tables.rows(
        """
        nil                  | nil                    | Nil
        true                 | true                   | Bool
        false                | false                  | Bool
        0                    | 0                      | Int
        -0                   | 0                      | Int
        +5                   | 5                      | Int
        -42                  | -42                    | Int
        9223372036854775807  | 9223372036854775807    | Int
        -9223372036854775808 | -9223372036854775808   | Int
        9223372036854775808  | 9223372036854775808N   | BigInt
        -9223372036854775809 | -9223372036854775809N  | BigInt
        1N                   | 1N                     | BigInt
        -0N                  | 0N                     | BigInt
        0x1F                 | 31                     | Int
        -0X1f                | -31                    | Int
        0x1FN                | 31N                    | BigInt
        2r101                | 5                      | Int
        -2R101               | -5                     | Int
        36rZz                | 1295                   | Int
        16rffffffffffffffff  | 18446744073709551615N  | BigInt
        1.5                  | 1.5                    | Real
        -0.0                 | -0.0                   | Real
        1.                   | 1.0                    | Real
        1e3                  | 1000.0                 | Real
        1E+10                | 1.0E10                 | Real
        1.5e-3               | 0.0015                 | Real
        1e400                | ##Inf                  | Real
        ##Inf                | ##Inf                  | Real
        ##-Inf               | ##-Inf                 | Real
        ##NaN                | ##NaN                  | Real
        1M                   | 1M                     | Decimal
        1.M                  | 1M                     | Decimal
        -1.50M               | -1.50M                 | Decimal
        1e3M                 | 1E+3M                  | Decimal
        "a\\tb\\u0041\\101"  | "a\\tbAA"              | Text
        "\\uD83D\\uDE00"     | "😀"                   | Text
        "\\uD800"            | "\\ud800"              | Text
        \\a                  | \\a                    | Char
        \\u                  | \\u                    | Char
        \\o                  | \\o                    | Char
        \\newline            | \\newline              | Char
        \\u0041              | \\A                    | Char
        \\o101               | \\A                    | Char
        \\u0000              | \\u0000                | Char
        \\(                  | \\(                    | Char
        \\,                  | \\,                    | Char
        \\"                  | \\"                    | Char
        \\日                 | \\日                   | Char
        :a                   | :a                     | Keyword
        :a/b                 | :a/b                   | Keyword
        :1                   | :1                     | Keyword
        :a.b/c#              | :a.b/c#                | Keyword
        :/                   | :/                     | Keyword
        a                    | a                      | Symbol
        /                    | /                      | Symbol
        a//                  | a//                    | Symbol
        -                    | -                      | Symbol
        --1                  | --1                    | Symbol
        +a                   | +a                     | Symbol
        ->x                  | ->x                    | Symbol
        .a                   | .a                     | Symbol
        nilx                 | nilx                   | Symbol
        true/false           | true/false             | Symbol
        a:b                  | a:b                    | Symbol
        a'                   | a'                     | Symbol
        größe                | größe                  | Symbol
        ()                   | ()                     | EdnList
        (a (b))              | (a (b))                | EdnList
        [1,2 3]              | [1 2 3]                | EdnVector
        #{1 2}               | #{1 2}                 | KeySet
        {:a 1,,:b 2}         | {:a 1, :b 2}           | ArrayMap
        #:a{:b 1 :_/c 2 d 3} | {:a/b 1, :c 2, a/d 3}  | ArrayMap
        #:a {"x" 3 :d/e 4}   | {"x" 3, :d/e 4}        | ArrayMap
        #inst "2025-01-31"   | #inst "2025-01-31T00:00:00Z" | Inst
        #inst"2025"          | #inst "2025-01-01T00:00:00Z" | Inst
        #inst "2025-01-31T23:59:60Z" | #inst "2025-02-01T00:00:00Z" | Inst
        #inst "2025-01-31T12:00:00.123456789999-01:30" | #inst "2025-01-31T13:30:00.123456789Z" | Inst
        #uuid "F81D4FAE-7dec-11d0-a765-00a0c91e6bf6" | #uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6" | Uuid
        #jelly/bytes "aGk="  | #jelly/bytes "aGk="    | Bytes
        #acme/x [1]          | #acme/x [1]            | Tagged
        #a #b 1              | #a #b 1                | Tagged
        ^:private ^{:doc "x"} [1] | [1]               | EdnVector
        #^String a           | a                      | Symbol
        #_ #_ a b c          | c                      | Symbol
        [1 #_ 2 #_[3 4] 5]   | [1 5]                  | EdnVector
        #_#unknown 1 2       | 2                      | Int
        1;comment            | 1                      | Int
        """);
  }

  /** Columns: text | how it prints again | its type. */
  @ParameterizedTest
  @MethodSource("accepted")
  void readsAndPrintsAgain(String text, String printed, String type) {
    Value value = EdnReader.readOne(text);
    assertEquals(printed, value.toString());
    assertEquals(type, value.getClass().getSimpleName());
  }

  static Stream<Arguments> rejected() {
    return Tables.rows(
        """
        01         | 1:1: bad number 01: expected no leading zero
        010        | 1:1: bad number 010: expected no leading zero
        -00        | 1:1: bad number -00: expected no leading zero
        01.5       | 1:1: bad number 01.5: expected no leading zero
        01N        | 1:1: bad number 01N: expected no leading zero
        1/2        | 1:1: bad number 1/2: expected a number other than a ratio
        1/a        | 1:1: bad number 1/a: expected an integer like
        1a         | 1:1: bad number 1a: expected an integer like
        1_000      | 1:1: bad number 1_000: expected an integer like
        +1a        | 1:1: bad number +1a: expected an integer like
        1.0N       | 1:1: bad number 1.0N: expected an integer like
        1e         | 1:1: bad number 1e: expected digits in the exponent
        1e+        | 1:1: bad number 1e+: expected digits in the exponent
        1e99999999999M | 1:1: bad number 1e99999999999M: expected an exponent
        0x         | 1:1: bad number 0x: expected hexadecimal digits
        0xG        | 1:1: bad number 0xG: expected hexadecimal digits
        37r1       | 1:1: bad number 37r1: expected a radix from 2 to 36
        2r2        | 1:1: bad number 2r2: expected digits of radix 2
        2r         | 1:1: bad number 2r: expected digits of radix 2
        ##foo      | 1:3: bad number ##foo: expected ##Inf, ##-Inf or ##NaN
        .5         | 1:1: bad symbol .5: expected a symbol not to start like a number
        'a         | 1:1: bad symbol 'a: expected no ' at the start of a symbol
        a/         | 1:1: bad symbol a/: expected a name after '/'
        /a         | 1:1: bad symbol /a: expected a namespace before '/'
        a/1        | 1:1: bad symbol a/1: expected no digit after '/'
        a/b/c      | 1:1: bad symbol a/b/c: expected at most one '/'
        a:         | 1:1: bad symbol a:: expected no ':' at the end
        a::b       | 1:1: bad symbol a::b: expected no '::' in a name
        a@b        | 1:1: bad symbol a@b: expected no '@' in a name
        ~a         | 1:1: bad symbol ~a: expected no '~' in a name
        :          | 1:1: bad keyword :: expected a name after ':'
        ::a        | 1:1: bad keyword ::a: expected one ':' in front, found two
        :a/        | 1:1: bad keyword :a/: expected a name after '/'
        :a/1       | 1:1: bad keyword :a/1: expected no digit after '/'
        :a:/b      | 1:1: bad keyword :a:/b: expected no ':' at the end
        \\ab       | 1:1: bad character \\ab: expected a single character
        \\😀       | 1:1: bad character \\😀: expected one UTF-16 unit, found two
        \\u00      | 1:1: bad character \\u00: expected 4 hexadecimal digits
        \\u00g0    | 1:1: bad character \\u00g0: expected 4 hexadecimal digits
        \\o400     | 1:1: bad character \\o400: expected octal digits
        \\         | 1:1: bad character: expected one after '\\', found the end of input
        \\ a       | 1:1: bad character: expected one after '\\', found a blank
        "a\\q"     | 1:3: bad escape \\q in a string: expected one of
        "\\u41"    | 1:2: bad escape \\u41 in a string: expected 4 hexadecimal digits
        "\\400"    | 1:2: bad escape \\400 in a string: expected octal digits
        "\\8"      | 1:2: bad escape \\8 in a string: expected one of
        "abc       | 1:5: unexpected end of input: expected '"' to end the string that starts at 1:1
        "abc\\     | 1:6: unexpected end of input: expected '"' to end the string that starts at 1:1
        (1 2]      | 1:5: unmatched ']': expected ')' to close the '(' at 1:1
        [1 (2      | 1:6: unexpected end of input: expected ')' to close the '(' at 1:4
        ]          | 1:1: unmatched ']': nothing is open here
        {:a}       | 1:2: key without a value: expected keys and values in turn in the map that starts at 1:1
        {:a 1, :a 2} | 1:8: duplicate key :a: expected each once, found it before at 1:2
        {1 a, 1N b} | 1:7: duplicate key 1N: expected each once, found it before at 1:2
        {(1) a [1] b} | 1:8: duplicate key [1]: expected each once, found it before at 1:2
        #{a b a}   | 1:7: duplicate element a: expected each once, found it before at 1:3
        #{0.0 -0.0} | 1:7: duplicate element -0.0: expected each once
        #{1.0M 1.00M} | 1:8: duplicate element 1.00M: expected each once
        #:a{:b 1 :a/b 2} | 1:10: duplicate key :a/b: expected each once, found it before at 1:5
        #:a{:1 2}  | 1:5: bad keyword :a/1: expected no digit after '/'
        #:a[1]     | 1:4: expected '{' after #:a
        #:a/b{:c 1} | 1:1: bad namespace of a map: expected a name without '/', found a/b
        #::a{:b 1} | 1:3: bad namespace of a map :a: expected no : at the start
        #"re"      | 1:1: bad '#': expected #{ #_ ## #: or # with a tag, found #"
        #(a)       | 1:1: bad '#': expected #{ #_ ## #: or # with a tag, found #(
        #1 a       | 1:1: bad '#': expected #{ #_ ## #: or # with a tag, found #1
        #          | 1:1: bad '#': expected #{ #_ ## #: or # with a tag, found the end of input
        # a 1      | 1:1: bad '#': expected #{ #_ ## #: or # with a tag, found #
        #foo       | 1:5: unexpected end of input: expected a value after the '#foo' at 1:1
        [#foo]     | 1:6: unmatched ']': expected a value after the '#foo' at 1:2
        [1 #_]     | 1:6: unmatched ']': expected a value after the '#_' at 1:4
        ^1 a       | 1:2: bad metadata: expected a symbol, keyword, string or map
        ^:a 1      | 1:5: metadata on a wrong value: expected a symbol or a collection
        ^:a        | 1:4: unexpected end of input: expected a value after the '^' at 1:1
        #inst "2025-02-30" | 1:1: bad #inst: expected a timestamp like "2025-01-31T12:00:00.000Z", found "2025-02-30"
        #inst 5    | 1:1: bad #inst: expected a string, found 5
        #uuid "1-1-1-1-1" | 1:1: bad #uuid: expected 8-4-4-4-12 hexadecimal digits, found "1-1-1-1-1"
        #jelly/bytes "aGk" | 1:1: bad #jelly/bytes: expected canonical base64 with padding, found "aGk"
        #jelly/bytes "?" | 1:1: bad #jelly/bytes:
        ; nothing  | 1:10: expected a value, found the end of input
        1 2        | 1:3: expected one value, found another one
        """);
  }

  /** Columns: text | the start of the message after the position. */
  @ParameterizedTest
  @MethodSource("rejected")
  void rejectsWithPlaceAndReason(String text, String message) {
    EdnException e = assertThrows(EdnException.class, () -> EdnReader.readOne(text));
    String expected = "edn:" + message;
    assertTrue(
        e.getMessage().startsWith(expected),
        () -> "expected " + expected + "\nfound    " + e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "a\u0007", "a\u00a0b", ":\u202ea", "a\u2060"})
  void namesHoldNothingInvisible(String text) {
    EdnException e = assertThrows(EdnException.class, () -> EdnReader.readOne(text));
    assertTrue(e.getMessage().contains("expected no U+"), e.getMessage());
  }

  @Test
  void unicodeBlanksSeparateAsInClojure() {
    assertEquals("[1 2 3]", EdnReader.readOne("[1\u20032\u2028\u001f3]").toString());
  }

  @Test
  void aByteOrderMarkAtTheStartIsSkippedAndHasNoColumn() {
    assertEquals("1", EdnReader.readOne("\ufeff1").toString());
    EdnException e = assertThrows(EdnException.class, () -> EdnReader.readOne("\ufeff]"));
    assertEquals(Position.START, e.at());
  }

  @Test
  void severalValuesComeOneByOne() {
    EdnReader reader =
        EdnReader.of("1 :a ; c\n [2] #_ x \"s\"".getBytes(UTF_8), "t", ReadLimits.DOCUMENT);
    assertEquals(Optional.of(Int.of(1)), reader.next());
    assertEquals(Optional.of(Keyword.of("a")), reader.next());
    assertEquals(Optional.of(EdnVector.of(Int.of(2))), reader.next());
    assertEquals(Optional.of(Text.of("s")), reader.next());
    assertEquals(Optional.empty(), reader.next());
    assertEquals(Optional.empty(), reader.next());
  }

  @Test
  void adjacentTokensNeedNoBlankWhereADelimiterSaysEnough() {
    EdnReader reader = EdnReader.of("a\"b\"[1]2#_3\\c;", "t", ReadLimits.DOCUMENT);
    assertEquals(
        "[a \"b\" [1] 2 \\c]",
        EdnVector.of(reader.allSyntax().stream().map(Syntax::value).toList()).toString());
  }

  @Test
  void afterAFaultTheReaderKeepsSayingSo() {
    EdnReader reader = EdnReader.of("1 ] 2", "t", ReadLimits.DOCUMENT);
    reader.next();
    EdnException first = assertThrows(EdnException.class, reader::next);
    EdnException again = assertThrows(EdnException.class, reader::nextSyntax);
    assertEquals("t:1:3: unmatched ']': nothing is open here", first.getMessage());
    assertEquals(first.getMessage(), again.getMessage());
  }
}
