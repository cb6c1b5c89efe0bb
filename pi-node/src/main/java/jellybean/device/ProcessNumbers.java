package jellybean.device;

import java.lang.management.ManagementFactory;
import jellybean.edn.EdnMap;
import jellybean.edn.Int;
import jellybean.edn.Keyword;

/** What the virtual machine says of this process. Any thread; does not block. */
public final class ProcessNumbers {
  private static final long NS_PER_MS = 1_000_000;

  private ProcessNumbers() {}

  /** {@code {:heap-bytes n :heap-max-bytes n :threads n :uptime-ms n :cpu-ms n}}. */
  public static EdnMap read() {
    Runtime runtime = Runtime.getRuntime();
    EdnMap process =
        EdnMap.of(
            Keyword.of("heap-bytes"),
            Int.of(runtime.totalMemory() - runtime.freeMemory()),
            Keyword.of("heap-max-bytes"),
            Int.of(runtime.maxMemory()),
            Keyword.of("threads"),
            Int.of(ManagementFactory.getThreadMXBean().getThreadCount()),
            Keyword.of("uptime-ms"),
            Int.of(ManagementFactory.getRuntimeMXBean().getUptime()));
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? process.with(Keyword.of("cpu-ms"), Int.of(system.getProcessCpuTime() / NS_PER_MS))
        : process;
  }
}
