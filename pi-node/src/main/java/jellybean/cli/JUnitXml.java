package jellybean.cli;

import java.util.List;
import java.util.stream.Collectors;
import jellybean.lang.Fault;
import jellybean.rehearsal.Difference;
import jellybean.rehearsal.Performance;

/** The results of {@code jelly test} as build servers read them: JUnit's XML. */
final class JUnitXml {
  private static final double MS_PER_S = 1_000;

  private JUnitXml() {}

  static String of(List<TestCommand.Tested> all) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuites>\n");
    all.forEach(tested -> suite(tested, xml));
    return xml.append("</testsuites>\n").toString();
  }

  private static void suite(TestCommand.Tested tested, StringBuilder xml) {
    int errors = tested.faults().isEmpty() ? 0 : 1;
    xml.append("  <testsuite name=\"")
        .append(escaped(tested.file()))
        .append("\" tests=\"")
        .append(tested.outcomes().size() + errors)
        .append("\" failures=\"")
        .append(tested.failed())
        .append("\" errors=\"")
        .append(errors)
        .append("\" skipped=\"0\" time=\"")
        .append(
            tested.outcomes().stream().mapToLong(Performance.Outcome::virtualMs).sum() / MS_PER_S)
        .append("\">\n");
    tested.outcomes().forEach(outcome -> test(tested.file(), outcome, xml));
    if (errors > 0) {
      String faults =
          tested.faults().stream().map(Fault::toString).collect(Collectors.joining("\n"));
      xml.append("    <testcase classname=\"")
          .append(escaped(tested.file()))
          .append(
              "\" name=\"document\" time=\"0\">\n"
                  + "      <error type=\"fault\" message=\"the document has faults\">")
          .append(escaped(faults))
          .append("</error>\n    </testcase>\n");
    }
    xml.append("  </testsuite>\n");
  }

  private static void test(String file, Performance.Outcome outcome, StringBuilder xml) {
    xml.append("    <testcase classname=\"")
        .append(escaped(file))
        .append("\" name=\"")
        .append(escaped(outcome.rehearsal().name()))
        .append("\" time=\"")
        .append(outcome.virtualMs() / MS_PER_S)
        .append('"');
    if (outcome.isGood()) {
      xml.append("/>\n");
      return;
    }
    // One element for all: build servers take no more than one of a test.
    StringBuilder text = new StringBuilder("seed " + outcome.rehearsal().seed());
    for (Performance.Failure failure : outcome.failures()) {
      text.append('\n').append(TestCommand.place(file, failure));
      text.append(": ").append(failure.message());
      Difference.lines(failure.differences()).forEach(line -> text.append("\n  ").append(line));
    }
    xml.append(">\n      <failure type=\"expectation\" message=\"")
        .append(escaped(outcome.failures().getFirst().message()))
        .append("\">")
        .append(escaped(text.toString()))
        .append("</failure>\n    </testcase>\n");
  }

  /** Also without the characters that XML 1.0 does not have at all. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\n' -> out.append("&#10;");
                case '\r' -> out.append("&#13;");
                case '\t' -> out.append("&#9;");
                default -> out.appendCodePoint(isOfXml(c) ? c : '\uFFFD');
              }
            });
    return out.toString();
  }

  /** XML 1.0, section 2.2, Char. */
  private static boolean isOfXml(int c) {
    return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
  }
}
