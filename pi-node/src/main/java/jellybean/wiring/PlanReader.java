package jellybean.wiring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jellybean.edn.Bool;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Keyword;
import jellybean.edn.Syntax;
import jellybean.edn.Value;

/** Reads the form of a description; wires with faults are left out. */
final class PlanReader {
  /** Lights of a bar. */
  static final int MAX_BAR = 8;

  /** Longer ones have no room in a picture. */
  static final int MAX_NAME_CHARS = 16;

  /** More than there are pins makes no sense. */
  static final int MAX_WIRES = 26;

  private static final Keyword ZERO_W = Keyword.of("zero-w");
  private static final Set<String> KEYS = Set.of("board", "title", "wires", "supply");
  private static final Set<String> LED_KEYS =
      Set.of("is", "gpio", "to", "ohm", "forward-volts", "colour", "pwm");
  private static final Set<String> BUTTON_KEYS = Set.of("is", "gpio", "to", "pull");
  private static final Set<String> SUPPLY_KEYS = Set.of("text", "milliamps", "board-milliamps");
  private static final long MAX_MILLIAMPS = 100_000;
  private static final long MAX_OHMS = 100_000;
  private static final long USUAL_FORWARD_MILLIVOLTS = 2_000;
  private static final long MIN_FORWARD_MILLIVOLTS = 1_000;
  private static final long MAX_FORWARD_MILLIVOLTS = 3_200;

  private final String source;
  private final Faults faults;

  PlanReader(String source, Faults faults) {
    this.source = source;
    this.faults = faults;
  }

  Plan read(Syntax form) {
    faults.reportOthers(form, KEYS, "a wiring");
    faults
        .required(form, "board", "the wiring")
        .filter(board -> !board.value().equals(ZERO_W))
        .ifPresent(board -> faults.expected(board, "bad :board", ZERO_W.toString()));
    Map<Keyword, Wire> wires = new LinkedHashMap<>();
    faults
        .map(form, "wires", "the wiring")
        .ifPresent(all -> wires(all).forEach(wire -> wires.put(wire.name(), wire)));
    return new Plan(source, faults.text(form, "title", "the wiring"), wires, supply(form));
  }

  private Plan.Supply supply(Syntax form) {
    Optional<Syntax> supply = Faults.get(form, "supply");
    if (supply.isEmpty() || faults.map(form, "supply", "the wiring").isEmpty()) {
      return Plan.Supply.UNKNOWN;
    }
    faults.reportOthers(supply.get(), SUPPLY_KEYS, "a supply");
    return new Plan.Supply(
        supply.get().at(),
        faults.text(supply.get(), "text", "the supply"),
        milliamps(supply.get(), "milliamps"),
        milliamps(supply.get(), "board-milliamps"));
  }

  private long milliamps(Syntax supply, String key) {
    return faults
        .required(supply, key, "the supply")
        .flatMap(n -> faults.number(n, "bad :" + key + " of the supply", 1, MAX_MILLIAMPS))
        .orElse(0L);
  }

  private List<Wire> wires(Syntax all) {
    List<Wire> wires = new ArrayList<>();
    if (all.children().size() / 2 > MAX_WIRES) {
      faults.add(
          all.at(),
          "too many wires: expected at most " + MAX_WIRES + ", found " + all.children().size() / 2);
      return wires;
    }
    for (int i = 0; i + 1 < all.children().size(); i += 2) {
      wire(all.children().get(i), all.children().get(i + 1)).ifPresent(wires::add);
    }
    return wires;
  }

  private Optional<Wire> wire(Syntax key, Syntax form) {
    if (!(key.value() instanceof Keyword name)
        || name.namespace().isPresent()
        || name.name().length() > MAX_NAME_CHARS) {
      faults.expected(
          key,
          "bad name of a wire",
          "a keyword without namespace of at most " + MAX_NAME_CHARS + " characters");
      return Optional.empty();
    }
    if (!(form.value() instanceof EdnMap)) {
      faults.expected(form, "bad wire " + name, "a map");
      return Optional.empty();
    }
    Optional<Syntax> is = faults.required(form, "is", "wire " + name);
    if (is.isEmpty()) {
      return Optional.empty();
    }
    return switch (is.get().value().toString()) {
      case ":led" -> leds(name, key, form, false);
      case ":leds" -> leds(name, key, form, true);
      case ":button" -> button(name, key, form);
      default -> {
        faults.expected(is.get(), "bad :is of wire " + name, ":led, :leds or :button");
        yield Optional.empty();
      }
    };
  }

  private Optional<Wire> leds(Keyword name, Syntax key, Syntax form, boolean isBar) {
    String what = "wire " + name;
    faults.reportOthers(form, LED_KEYS, what);
    Optional<Wire.Rail> to = rail(form, what);
    Optional<List<Integer>> gpios = isBar ? bar(form, what) : gpio(form, what).map(List::of);
    Optional<Long> ohms =
        faults
            .required(form, "ohm", what)
            .flatMap(n -> faults.number(n, "bad :ohm of " + what, 1, MAX_OHMS));
    Optional<Long> forward =
        Faults.get(form, "forward-volts")
            .map(
                n ->
                    faults.millivolts(
                        n,
                        "bad :forward-volts of " + what,
                        MIN_FORWARD_MILLIVOLTS,
                        MAX_FORWARD_MILLIVOLTS))
            .orElse(Optional.of(USUAL_FORWARD_MILLIVOLTS));
    String colour = faults.text(form, "colour", what);
    boolean pwm = flag(form, "pwm", what);
    if (to.isEmpty() || gpios.isEmpty() || ohms.isEmpty() || forward.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Wire.Leds(
            name, key.at(), gpios.get(), isBar, to.get(), ohms.get(), forward.get(), colour, pwm));
  }

  private Optional<Wire> button(Keyword name, Syntax key, Syntax form) {
    String what = "wire " + name;
    faults.reportOthers(form, BUTTON_KEYS, what);
    Optional<Wire.Rail> to = rail(form, what);
    Optional<Integer> gpio = gpio(form, what);
    Value pull = Faults.get(form, "pull").map(Syntax::value).orElse(Keyword.of("internal"));
    Optional<Wire.Pull> held =
        switch (pull.toString()) {
          case ":internal" -> Optional.of(Wire.Pull.INTERNAL);
          case ":external" -> Optional.of(Wire.Pull.EXTERNAL);
          default -> {
            Faults.get(form, "pull")
                .ifPresent(
                    p -> faults.expected(p, "bad :pull of " + what, ":internal or :external"));
            yield Optional.empty();
          }
        };
    if (to.isEmpty() || gpio.isEmpty() || held.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Wire.Button(name, key.at(), gpio.get(), to.get(), held.get()));
  }

  private Optional<Wire.Rail> rail(Syntax form, String what) {
    Optional<Syntax> to = Faults.get(form, "to");
    return switch (to.map(Syntax::value).orElse(Keyword.of("gnd")).toString()) {
      case ":gnd" -> Optional.of(Wire.Rail.GND);
      case ":3v3" -> Optional.of(Wire.Rail.V3);
      default -> {
        to.ifPresent(
            at ->
                faults.expected(
                    at,
                    "bad :to of " + what,
                    ":gnd or :3v3, since no pin may see more than "
                        + Faults.volts(Header.LEVEL_MILLIVOLTS)
                        + " V"));
        yield Optional.empty();
      }
    };
  }

  private Optional<Integer> gpio(Syntax form, String what) {
    return faults.required(form, "gpio", what).flatMap(at -> gpioAt(at, what));
  }

  private Optional<List<Integer>> bar(Syntax form, String what) {
    Optional<Syntax> at = faults.required(form, "gpio", what);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    int count = at.get().children().size();
    if (!(at.get().value() instanceof EdnVector) || count < 1 || count > MAX_BAR) {
      faults.expected(at.get(), "bad :gpio of " + what, "a vector of 1 to " + MAX_BAR + " GPIOs");
      return Optional.empty();
    }
    List<Integer> gpios = new ArrayList<>();
    for (Syntax each : at.get().children()) {
      gpioAt(each, what).ifPresent(gpios::add);
    }
    return gpios.size() == count ? Optional.of(gpios) : Optional.empty();
  }

  private Optional<Integer> gpioAt(Syntax at, String what) {
    Optional<Long> gpio = faults.number(at, "bad :gpio of " + what, 0, 27);
    Optional<String> reserved = gpio.flatMap(Header::reservedFor);
    reserved.ifPresent(
        use ->
            faults.add(
                at.at(), "reserved pin of " + what + ": GPIO" + gpio.get() + " is for " + use));
    return reserved.isPresent() ? Optional.empty() : gpio.map(Math::toIntExact);
  }

  private boolean flag(Syntax form, String key, String what) {
    Optional<Syntax> at = Faults.get(form, key);
    at.filter(flag -> !(flag.value() instanceof Bool))
        .ifPresent(flag -> faults.expected(flag, "bad :" + key + " of " + what, "true or false"));
    return at.filter(flag -> flag.value().equals(Bool.TRUE)).isPresent();
  }
}
