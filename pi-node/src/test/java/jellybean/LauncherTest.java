package jellybean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts in {@code bin}, run in a tree of their own whose JDK and Maven are scripts that write
 * down how they were called.
 */
class LauncherTest {
  private static final Path BIN = Path.of("bin").toAbsolutePath();
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir Path temporary;

  private Path root;
  private Path node;
  private Path tools;
  private Path mavenCalls;

  private record Result(int exit, String out, String err) {}

  @BeforeEach
  void makeATree() throws IOException {
    root = Files.createDirectories(temporary.resolve("a tree"));
    node = root.resolve("pi-node");
    tools = root.resolve("tools");
    mavenCalls = root.resolve("maven-calls");
    for (String script : List.of("jelly", "jdk25")) {
      Path copy = node.resolve("bin").resolve(script);
      Files.createDirectories(copy.getParent());
      Files.copy(BIN.resolve(script), copy);
    }
    for (String module : List.of("pi-node", "provisioning")) {
      write(module + "/pom.xml", "");
      write(module + "/src/main/java/A.java", "");
    }
    write("pom.xml", "");
    script(
        "tools/mvn",
        "echo \"$*\" >>'" + mavenCalls + "'",
        "[ -z \"${MAVEN_FAILS:-}\" ] || { echo '[ERROR] A.java:1: bad'; exit 1; }",
        "echo '[INFO] --- maven-compiler-plugin:3.16.0:compile (default-compile) @ pi-node ---'",
        "for m in pi-node provisioning; do mkdir -p $m/target/lib; : >$m/target/$m.jar; done",
        "printf '\\033[0m'"); // as Maven 3.8 does, without an end of line
    script("tools/java", "exit 1"); // hides the java of this machine
    makeJdk("jdk", "25.0.3");
  }

  @Test
  void theFirstCallBuildsWithProgressOnStandardErrorOnly() throws Exception {
    Result result = jelly("edn");

    assertEquals("edn\n", result.out());
    assertTrue(result.err().contains("jelly: building; the first time"), result.err());
    assertTrue(result.err().contains("jelly:   pi-node: compiling\n"), result.err());
    assertEquals(
        List.of("-B -pl pi-node,provisioning -Dmaven.test.skip=true package"),
        Files.readAllLines(mavenCalls));
  }

  @Test
  void whatIsBuiltIsNotBuiltAgain() throws Exception {
    jelly("edn");

    Result again = jelly("edn");

    assertEquals(new Result(0, "edn\n", ""), again);
    assertEquals(1, Files.readAllLines(mavenCalls).size());
  }

  @Test
  void aChangedSourceIsBuiltWithoutTheNetwork() throws Exception {
    jelly("edn");
    Files.setLastModifiedTime(
        root.resolve("provisioning/src/main/java/A.java"), FileTime.from(later()));

    Result changed = jelly("edn");

    assertTrue(changed.err().contains("sources have changed"), changed.err());
    assertEquals(
        "-B -pl pi-node,provisioning -Dmaven.test.skip=true -o package",
        Files.readAllLines(mavenCalls).getLast());
  }

  @Test
  void argumentsAndExitCodePassThrough() throws Exception {
    Result result = jelly("eval", "two words", "*", "--exit=7");

    assertEquals(7, result.exit());
    assertEquals("eval\ntwo words\n*\n--exit=7\n", result.out());
  }

  @Test
  void worksThroughASymbolicLinkFromAnyFolder() throws Exception {
    Path link = Files.createDirectory(temporary.resolve("links")).resolve("jelly");
    Files.createSymbolicLink(link, node.resolve("bin/jelly"));

    Result result = run(temporary, List.of(), link.toString(), "nodes");

    assertEquals("nodes\n", result.out());
    assertEquals(0, result.exit());
  }

  @Test
  void aFailedBuildShowsItsLogAndRunsNothing() throws Exception {
    Result result = run(root, List.of("MAVEN_FAILS=1"), "pi-node/bin/jelly", "edn");

    assertEquals(1, result.exit());
    assertEquals("", result.out());
    assertTrue(result.err().contains("[ERROR] A.java:1: bad\n"), result.err());
    assertTrue(result.err().contains("jelly: the build failed; its log, shown above, is "));
    assertTrue(jelly("edn").err().contains("pi-node: compiling"), "and the next call builds");
  }

  @Test
  void theLogLevelIsPassedOn() throws Exception {
    Result result = run(root, List.of("JELLY_LOG=debug"), "pi-node/bin/jelly", "edn");

    assertEquals("edn\n", result.out());
    assertTrue(Files.readString(root.resolve("jvm-options")).contains("-Dtinylog.level=debug"));
  }

  @Test
  void aMissingJdkIsNamedWithThePackagesThatBringIt() throws Exception {
    makeJdk("jdk", "21.0.1");

    Result result = jelly("edn");

    assertEquals(1, result.exit());
    assertEquals(
        """
        jelly: no JDK 25 found: expected one in JELLY_JAVA_HOME, JAVA_HOME, JVMS or on the path.
        Install one of
          temurin-25-jdk              Eclipse Temurin's package, for Debian, Ubuntu and others
          openjdk-25-jdk-headless     Debian trixie and later (bookworm has none)
        """,
        result.err().replace(root.resolve("jvms").toString(), "JVMS"));
    assertFalse(Files.exists(mavenCalls));
  }

  @Test
  void theJdkIsFoundAmongThoseInstalled() throws Exception {
    makeJdk("jdk", "17");
    makeJdk("jvms/java-1.25.0-some", "25");
    makeJdk("jvms/java-21", "21.0.3");

    Result result = run(root, List.of(), "pi-node/bin/jdk25");

    assertEquals(root.resolve("jvms/java-1.25.0-some") + "\n", result.out());
  }

  private Result jelly(String... arguments) throws Exception {
    return run(
        root,
        List.of(),
        Stream.concat(Stream.of("pi-node/bin/jelly"), Stream.of(arguments)).toArray(String[]::new));
  }

  private Result run(Path folder, List<String> environment, String... command) throws Exception {
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().put("JELLY_JAVA_HOME", root.resolve("jdk").toString());
    builder.environment().put("JELLY_JVMS", root.resolve("jvms").toString());
    for (String setting : environment) {
      builder.environment().put(setting.split("=")[0], setting.split("=")[1]);
    }
    int exit = builder.start().waitFor();
    return new Result(exit, text(out), text(err));
  }

  private void makeJdk(String folder, String version) throws IOException {
    write(folder + "/release", "JAVA_VERSION=\"" + version + "\"\n");
    script(folder + "/bin/javac", "");
    script(
        folder + "/bin/java",
        "while [ \"$1\" != jellybean.cli.Jelly ]; do echo \"$1\"; shift; done >jvm-options",
        "shift",
        "printf '%s\\n' \"$@\"",
        "for last; do :; done",
        "case $last in --exit=*) exit ${last#--exit=} ;; esac");
  }

  private void script(String file, String... lines) throws IOException {
    Path written = write(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** A file that looks as if it had been there for years. */
  private Path write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
    return path;
  }

  private static Instant later() {
    return Instant.now().plusSeconds(3600);
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
