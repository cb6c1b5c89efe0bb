package jellybean.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import jellybean.wiring.Line;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pins by the kernel's files, in a folder that behaves like the kernel's. */
@Timeout(60)
class SysfsPinsTest {
  private static final Line LED = new Line(17, true, false);
  private static final Line LIT_BY_LOW = new Line(22, false, false);
  private static final Line KEY = new Line(27, false, false);
  private static final Line DIMMED = new Line(18, true, true);

  @TempDir private Path folder;
  private FakeSysfs kernel;
  private Pins pins;

  @BeforeEach
  void boot() throws Exception {
    kernel = new FakeSysfs(folder.resolve("gpio"));
    pins = new Pins(() -> Pi4jBoard.of(kernel.sysfs(), folder.resolve("pwm")));
  }

  @AfterEach
  void halt() throws Exception {
    pins.close();
    kernel.close();
  }

  @Test
  void theProcessorsPinsBeginWhereItsChipSays() {
    assertEquals(512, kernel.sysfs().base());
    assertEquals("sysfs from 512", pins.kind());
  }

  @Test
  void aMachineWithoutThatChipHasNoPins() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other/gpiochip0"));
    Files.writeString(other.resolve("label"), "INT33FF:00\n");
    assertEquals(Optional.empty(), Sysfs.find(folder.resolve("other")));
    assertEquals(Optional.empty(), Sysfs.find(folder.resolve("nowhere")));
  }

  @Test
  void aChipThatCannotBeReadIsAnErrorAndNotAMachineWithoutPins() throws IOException {
    Path chip = Files.createDirectories(folder.resolve("bad/gpiochip0"));
    Files.writeString(chip.resolve("label"), "pinctrl-bcm2835\n");
    Files.writeString(chip.resolve("base"), "many\n");
    DeviceException failed =
        assertThrows(DeviceException.class, () -> Sysfs.find(folder.resolve("bad")));
    assertTrue(failed.getMessage().contains("cannot read the chips in"), failed.getMessage());
    assertTrue(failed.getMessage().contains("\"many\""), failed.getMessage());
  }

  @Test
  void anOutputIsExportedMovedAndHeldDarkAfterItsEnd() throws Exception {
    Board.Output led = pins.output(LED);
    assertEquals("out", kernel.file(17, "direction"));
    assertEquals("0", kernel.file(17, "value"));
    led.set(Board.FULL);
    assertEquals("1", kernel.file(17, "value"));
    led.set(0);
    assertEquals("0", kernel.file(17, "value"));
    led.set(Board.FULL);
    led.close();
    assertEquals("0", kernel.file(17, "value"));
    assertEquals("out", kernel.file(17, "direction"));
    assertEquals(List.of("+529"), kernel.exported());
  }

  @Test
  void aLightThatALowLevelLightsIsDarkWhenItIsHigh() throws Exception {
    Board.Output led = pins.output(LIT_BY_LOW);
    assertEquals("1", kernel.file(22, "value"));
    led.set(Board.FULL);
    assertEquals("0", kernel.file(22, "value"));
  }

  @Test
  void aPinThatWasLeftExportedIsTakenOver() throws Exception {
    kernel.leftBehind(17);
    kernel.level(17, true);
    pins.output(LED);
    assertEquals("0", kernel.file(17, "value"));
    assertEquals(List.of("+529"), kernel.exported());
  }

  @Test
  void aPinThatDoesNotAppearIsAnErrorThatSaysWhichFile() throws IOException {
    Files.delete(folder.resolve("gpio/export"));
    Files.writeString(folder.resolve("gpio/export"), "");
    DeviceException failed = assertThrows(DeviceException.class, () -> pins.output(LED));
    assertEquals(
        "cannot take GPIO17: expected to write "
            + folder.resolve("gpio/gpio529/direction")
            + " within 2000 ms, found no such file",
        failed.getMessage());
  }

  @Test
  void aPinThatSomebodyElseHasIsWaitedForAndThenAnError() throws Exception {
    Board.Output first = pins.output(LED);
    DeviceException failed = assertThrows(DeviceException.class, () -> pins.output(LED));
    assertEquals(
        "cannot take GPIO17: expected that it is free within 5000 ms, found that another device of"
            + " this node has it",
        failed.getMessage());
    first.close();
    pins.output(LED).set(Board.FULL);
    assertEquals("1", kernel.file(17, "value"));
  }

  @Test
  void anInputTellsEachChangeAndReadsItsLevel() throws Exception {
    kernel.leftBehind(27);
    kernel.level(27, true);
    LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    Board.Input key = pins.input(KEY, () -> told.add("changed"));
    assertEquals("in", kernel.file(27, "direction"));
    assertFalse(key.isActive());
    kernel.level(27, false);
    assertEquals("changed", told.take());
    assertTrue(key.isActive());
    kernel.level(27, true);
    assertEquals("changed", told.take());
    assertFalse(key.isActive());
  }

  @Test
  void oneThreadLooksAtAllInputsAndEndsWithTheLast() throws Exception {
    Board.Input one = pins.input(KEY, () -> {});
    Board.Input two = pins.input(new Line(23, false, false), () -> {});
    List<Thread> looking = looking();
    assertEquals(1, looking.size());
    one.close();
    assertEquals(looking, looking());
    two.close();
    assertTrue(looking.getFirst().join(Duration.ofSeconds(20)));
    kernel.await("-535");
  }

  private static List<Thread> looking() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(SysfsInputs.THREAD))
        .toList();
  }

  @Test
  void aLightIsDimmedByTheBoardsPwm() throws Exception {
    Path channel = folder.resolve("pwm/pwmchip0/pwm0");
    Files.createDirectories(channel);
    Files.writeString(folder.resolve("pwm/pwmchip0/npwm"), "2\n");
    Files.writeString(folder.resolve("pwm/pwmchip0/unexport"), "");
    for (String file : List.of("period", "duty_cycle", "enable")) {
      Files.writeString(channel.resolve(file), "0\n");
    }
    Files.writeString(channel.resolve("polarity"), "normal\n");
    Board.Output led = pins.output(DIMMED);
    led.set(250);
    assertEquals("2000000", Files.readString(channel.resolve("period")).strip());
    assertEquals("500000", Files.readString(channel.resolve("duty_cycle")).strip());
    assertEquals("1", Files.readString(channel.resolve("enable")).strip());
    led.close();
    assertEquals("0", Files.readString(channel.resolve("enable")).strip());
  }

  @Test
  void withoutPwmTheErrorSaysWhatIsMissing() {
    DeviceException failed = assertThrows(DeviceException.class, () -> pins.output(DIMMED));
    assertEquals(
        "cannot dim GPIO18: expected "
            + folder.resolve("pwm/pwmchip0")
            + ", found none: the boot partition's config.txt needs a line such as"
            + " dtoverlay=pwm,pin=18,func=2, and the kernel its module pwm-bcm2835",
        failed.getMessage());
  }

  @Test
  void noThreadIsLeftWhenTheNodeGivesItsPinsBack() throws Exception {
    pins.input(KEY, () -> {});
    List<Thread> looking = looking();
    pins.close();
    assertTrue(looking.getFirst().join(Duration.ofSeconds(20)));
    long left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().toLowerCase(Locale.ROOT).contains("pi4j"))
            .count();
    assertEquals(0, left);
  }
}
