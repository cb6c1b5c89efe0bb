package jellybean.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTimeTest {
  @TempDir Path folder;

  private void write(String line) throws IOException {
    Files.writeString(folder.resolve("stat"), line + "\ncpu0 1 2 3 4 5 6 7 8 9 10\nintr 7\n");
  }

  @Test
  void whatWorkedSinceTheLastLookIsAShareOfAllThatPassed() throws IOException {
    write("cpu  100 0 100 700 100 0 0 0 0 0");
    try (CpuTime cpu = CpuTime.of(folder.resolve("stat"))) {
      assertEquals(200, cpu.permille());
      write("cpu  150 10 120 710 110 5 5 0 50 0");
      assertEquals(818, cpu.permille());
      assertEquals(0, cpu.permille(), "no time has passed");
    }
  }

  @Test
  void whereTheSystemDoesNotSayNothingWorks() throws IOException {
    try (CpuTime none = CpuTime.of(folder.resolve("none"))) {
      assertEquals(0, none.permille());
    }
    write("what?");
    try (CpuTime strange = CpuTime.of(folder.resolve("stat"))) {
      assertEquals(0, strange.permille());
    }
  }

  @Test
  void thisMachineSaysHowMuchWorks() throws IOException {
    try (CpuTime cpu = CpuTime.of(CpuTime.LINUX)) {
      int permille = cpu.permille();
      assertTrue(permille >= 0 && permille <= 1_000, "found " + permille);
    }
  }
}
