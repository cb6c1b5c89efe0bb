package jellybean.node;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a node is started so that it takes what a board can give (design, limits): the options of its
 * virtual machine and its class path, wherever it runs.
 */
public final class BoardProcess {
  /**
   * A small heap that grows only if it must; the collector and the compiler of a machine with one
   * core; an end if memory runs out, for whoever started it to see, rather than a life without the
   * threads that met it first; no flight recorder events of Netty, which cost some hundred classes.
   */
  public static final List<String> JVM_OPTIONS =
      List.of(
          "-Xms8m",
          "-Xmx64m",
          "-XX:MaxDirectMemorySize=16m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xss512k",
          "-XX:+ExitOnOutOfMemoryError",
          "-Xshare:auto",
          "-Dio.netty.jfr.enabled=false");

  /** Bouncy Castle makes certificates, on an operator's machine. */
  private static final String CERTIFICATE_BUILDER = "bc";

  private BoardProcess() {}

  /**
   * This process's class path without the certificate builder: Netty looks whether it is there, and
   * loading it verifies the signature of a large jar.
   */
  public static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !fileName(entry).startsWith(CERTIFICATE_BUILDER))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String fileName(String entry) {
    return String.valueOf(Path.of(entry).getFileName());
  }
}
