package jellybean.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jellybean.edn.Keyword;
import jellybean.lang.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlansTest {
  private static Plans.Outcome read(String text) {
    return Plans.read(text.getBytes(StandardCharsets.UTF_8), "b.edn");
  }

  private static Plans.Outcome wires(String wires) {
    return read("{:board :zero-w :wires {" + wires + "}}");
  }

  private static String faults(Plans.Outcome outcome) {
    return outcome.faults().stream().map(Fault::toString).collect(Collectors.joining("\n"));
  }

  @Test
  void aWireHasTheLinesThatDevicesMove() {
    Plan plan =
        wires(
                ":lit {:is :led :gpio 17 :ohm 330} :sunk {:is :led :gpio 18 :to :3v3 :ohm 330 :pwm"
                    + " true} :key {:is :button :gpio 27} :bar {:is :leds :gpio [6 5] :ohm 680}")
            .plan()
            .orElseThrow();
    assertEquals(List.of(new Line(17, true, false)), lines(plan, "lit"));
    assertEquals(List.of(new Line(18, false, true)), lines(plan, "sunk"));
    assertEquals(List.of(new Line(27, false, false)), lines(plan, "key"));
    assertEquals(List.of(new Line(6, true, false), new Line(5, true, false)), lines(plan, "bar"));
    assertTrue(plan.find(Keyword.of("door")).isEmpty());
  }

  private static List<Line> lines(Plan plan, String wire) {
    return plan.find(Keyword.of(wire)).orElseThrow().lines();
  }

  @Test
  void everyFaultIsSaidAtOnceInTheOrderOfTheText() {
    String text =
        "{:bord :zero-w\n :wires {\"a\" {:is :led}\n     :b {:is :lamp}\n :c {:is :led :gpio 28}}}";
    assertEquals(
        """
        b.edn:1:1: missing :board of the wiring
        b.edn:1:2: unknown key :bord of a wiring: expected one of :board :supply :title :wires
        b.edn:2:10: bad name of a wire: expected a keyword without namespace of at most 16\
         characters, found "a"
        b.edn:3:14: bad :is of wire :b: expected :led, :leds or :button, found :lamp
        b.edn:4:5: missing :ohm of wire :c
        b.edn:4:21: bad :gpio of wire :c: expected a whole number from 0 to 27, found 28\
        """,
        faults(read(text)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        ":a {:is :led :gpio 17 :ohm 330} :b {:is :button :gpio 17} | b.edn:1:57: clash of wire :b:"
            + " GPIO17 is taken by :a at 1:25",
        ":a {:is :leds :gpio [5 6 5] :ohm 680} | b.edn:1:25: clash of wire :a: GPIO5 is taken by"
            + " :a",
        ":a {:is :led :gpio 14 :ohm 330} | b.edn:1:44: reserved pin of wire :a: GPIO14 is for the"
            + " serial console",
        ":a {:is :button :gpio 0} | b.edn:1:47: reserved pin of wire :a: GPIO0 is for the EEPROM of"
            + " an expansion board",
        ":a {:is :button :gpio 4 :to :5v} | b.edn:1:53: bad :to of wire :a: expected :gnd or :3v3,"
            + " since no pin may see more than 3.3 V, found :5v",
        ":a {:is :led :gpio 4 :ohm 47} | b.edn:1:25: too much current of wire :a: expected at least"
            + " 82 ohms for 16 mA, found 47 ohms",
        ":a {:is :led :gpio 4 :ohm 47 :forward-volts 2.9} | ''",
        ":a {:is :led :gpio 4 :ohm 330 :forward-volts 5} | b.edn:1:70: bad :forward-volts of wire"
            + " :a: expected volts from 1.0 to 3.2, found 5",
        ":a {:is :leds :gpio [4 5 6 7 8] :ohm 100} | b.edn:1:25: too much current of all LEDs:"
            + " expected at most 50 mA, found 65.0 mA with wire :a",
        ":a {:is :led :gpio 2 :ohm 330} | b.edn:1:25: bad pin of wire :a: GPIO2 has a resistor of"
            + " 1.8 kilohms to 3V3 on the board: expected no LED, which would glow",
        ":a {:is :button :gpio 3 :to :3v3} | b.edn:1:25: bad pin of wire :a: GPIO3 has a resistor"
            + " of 1.8 kilohms to 3V3 on the board: expected a button to :gnd",
        ":a {:is :button :gpio 3} | ''",
        ":a {:is :led :gpio 17 :ohm 330 :pwm true} | b.edn:1:25: bad :pwm of wire :a: expected GPIO"
            + " 12, 13, 18 or 19, found GPIO17",
        ":a {:is :led :gpio 12 :ohm 330 :pwm true} :b {:is :led :gpio 18 :ohm 330 :pwm true} |"
            + " b.edn:1:67: clash of wire :b: PWM channel 0 of GPIO18 is taken by :a at 1:25",
        ":a {:is :led :gpio 17 :ohm 330 :pwm 1} | bad :pwm of wire :a: expected true or false",
        ":a {:is :leds :gpio [] :ohm 330} | bad :gpio of wire :a: expected a vector of 1 to 8"
            + " GPIOs, found []",
        ":a {:is :leds :gpio [4 5 6 7 8 9 10 11 12] :ohm 680} | expected a vector of 1 to 8 GPIOs",
        ":a {:is :button :gpio 4 :pull :up} | bad :pull of wire :a: expected :internal or"
            + " :external, found :up",
        ":a {:is :led :gpio 17 :ohm 330 :color 1} | b.edn:1:56: unknown key :color of wire :a:"
            + " expected one of :colour :forward-volts :gpio :is :ohm :pwm :to",
        ":a {:is :led :gpio 17 :ohm 330 :colour 1} | bad :colour of wire :a: expected a string",
        ":a {:is :led :gpio 17 :ohm 0} | bad :ohm of wire :a: expected a whole number from 1 to",
        ":a nil | bad wire :a: expected a map, found nil",
        ":a {} | missing :is of wire :a"
      })
  void whatIsWrongIsNamedWithItsPlaceWhatWasExpectedAndFound(String wires, String fault) {
    String found = faults(wires(wires));
    assertTrue(fault.isEmpty() ? found.isEmpty() : found.contains(fault), found);
  }

  @Test
  void aSupplyMustSuffice() {
    String wires = " :wires {:a {:is :led :gpio 4 :ohm 330}}}";
    assertEquals(
        "b.edn:1:25: too weak a supply: expected at least 404 mA, found 400 mA",
        faults(read("{:board :zero-w :supply {:milliamps 400 :board-milliamps 400}" + wires)));
    assertEquals(
        "b.edn:1:25: missing :board-milliamps of the supply",
        faults(read("{:board :zero-w :supply {:milliamps 400}" + wires)));
  }

  @Test
  void whatIsNoDescriptionAtAllIsAFault() {
    assertEquals("b.edn:1:1: bad wiring: expected one map, found nothing", faults(read("")));
    assertEquals("b.edn:1:4: bad wiring: expected one map, found {}", faults(read("{} {}")));
    assertEquals("b.edn:1:1: bad wiring: expected one map, found 1", faults(read("1")));
    assertTrue(faults(read("{:a 1 :a 2}")).startsWith("b.edn:1:7: duplicate key :a"));
    assertEquals(
        "b.edn:1:1: missing :wires of the wiring\nb.edn:1:9: bad :board: expected :zero-w, found"
            + " :pi-5",
        faults(read("{:board :pi-5}")));
  }

  @Test
  void faultsAndWiresHaveABound() {
    String many =
        IntStream.range(0, 26)
            .mapToObj(i -> ":w" + i + " {:is :led :x 1 :y 2 :z 3}")
            .collect(Collectors.joining(" "));
    List<Fault> faults = wires(many).faults();
    assertEquals(Faults.MAX_FAULTS + 1, faults.size());
    assertEquals("30 more faults were left out", faults.getLast().toString());
    assertTrue(
        faults(wires(many + " :more {:is :led}"))
            .contains("too many wires: expected at most 26, found 27"));
  }

  @Test
  void whoNeedsAPlanGetsAllFaultsInOneMessage() {
    byte[] text = "{:wires {:a 1}}".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        "b.edn:1:1: missing :board of the wiring\nb.edn:1:13: bad wire :a: expected a map, found 1",
        assertThrows(BadWiringException.class, () -> Plans.require(text, "b.edn")).getMessage());
  }
}
