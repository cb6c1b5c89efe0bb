package jellybean.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private static final List<Table.Column> COLUMNS =
      List.of(
          new Table.Column("NAME", false, false),
          new Table.Column("N", true, false),
          new Table.Column("STATE", false, true));

  private static List<String> lines(int cells, String... row) {
    return new Table(COLUMNS, List.of(List.of(row))).lines(cells, Style.PLAIN);
  }

  @Test
  void columnsAreAlignedAndNumbersStandAtTheRight() {
    assertEquals(
        List.of("NAME       N  STATE", "counter  812  {}"), lines(80, "counter", "812", "{}"));
  }

  @Test
  void theColumnThatYieldsIsCutFirst() {
    assertEquals(
        List.of("NAME       N  STATE", "counter  812  {:a 1234…"),
        lines(23, "counter", "812", "{:a 1234567890}"));
  }

  @Test
  void thenTheWidestOfTheOthersThatAreNoNumbers() {
    assertEquals(
        List.of("NAME        N  STATE", "counter…  812  {:a 123…"),
        lines(10, "counter-of-words", "812", "{:a 1234567890}"));
  }

  @Test
  void widthsCountCellsOfTheTerminal() {
    assertEquals(List.of("NAME  N  STATE", "日本  1  x"), lines(80, "日本", "1", "x"));
    assertEquals("日本日本  1  日本日…", lines(20, "日本日本", "1", "日本日本日本").get(1));
  }
}
