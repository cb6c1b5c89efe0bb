package jellybean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gates of the build itself, each run on a sample that it has to refuse. */
class BuildTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir Path temporary;

  private record Result(int exit, String out, String err) {}

  @Test
  void withoutAJdk25MavenNamesThePackagesThatBringOne() throws Exception {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    write(
        "pom.xml",
        pom.replaceFirst("(?s)<modules>.*</modules>", "")
            .replace("${user.home}", temporary.resolve("home").toString()));
    write("home/.m2/toolchains.xml", "<version>21</version>");

    Result without = requireJdk();

    assertEquals(1, without.exit(), without.out());
    assertTrue(
        without
            .out()
            .contains(
                "No JDK 25 found: expected one under /usr/lib/jvm, in JAVA_HOME or JAVA25_HOME, or"
                    + " declared in ~/.m2/toolchains.xml. Install Temurin 25 (package"
                    + " temurin-25-jdk) or, on Debian trixie and later, openjdk-25-jdk-headless."),
        without.out());

    write("home/.m2/toolchains.xml", "<version>25</version>");
    assertEquals(0, requireJdk().exit());
  }

  /** The goal that the build runs first, without the search for JDKs before it. */
  private Result requireJdk() throws Exception {
    return run(temporary, Map.of(), "mvn", "-o", "-B", "-q", "antrun:run@require-jdk-25");
  }

  @Test
  void aTestThatIsSkippedUnannouncedEndsTheBuild() throws Exception {
    report("a.SomeTest", "<testcase classname=\"a.SomeTest\" name=\"runs\"/>" + skipped("waits"));

    assertEquals(
        new Result(
            1,
            "skipped tests in m: \n  a.SomeTest.waits  no network\n",
            "skipped, but not in LIST: a.SomeTest.waits\n"),
        skippedTests("# a comment"));
    assertEquals(0, skippedTests("m a.SomeTest.waits no network here").exit());
  }

  @Test
  void aTestThatIsAnnouncedButNotSkippedEndsTheBuildIfItsClassRan() throws Exception {
    report("a.SomeTest", "<testcase classname=\"a.SomeTest\" name=\"waits\"/>");

    assertEquals(
        new Result(1, "skipped tests in m: none\n", "in LIST, but not skipped: a.SomeTest.waits\n"),
        skippedTests("m a.SomeTest.waits no network here"));
    assertEquals(0, skippedTests("m a.OtherTest.waits did not run").exit());
    assertEquals(0, skippedTests("other a.SomeTest.waits in another module").exit());
  }

  @Test
  void anAnnouncementWithoutAReasonIsRefused() throws Exception {
    Result result = skippedTests("m a.SomeTest.waits");

    assertEquals(1, result.exit());
    assertTrue(
        result
            .err()
            .contains("LIST: expected `module class.test reason`, found `m a.SomeTest.waits`"),
        result.err());
  }

  @Test
  void reportsOfClassesThatAreGoneAreLeftovers() throws Exception {
    write("target/surefire-reports/TEST-a.GoneTest.xml", suite("a.GoneTest", skipped("waits")));

    assertEquals(new Result(0, "skipped tests in m: none\n", ""), skippedTests(""));
  }

  private static String skipped(String name) {
    return "<testcase classname=\"a.SomeTest\" name=\""
        + name
        + "(int)[1]\"><skipped message=\"no network\"/></testcase>";
  }

  private static String suite(String name, String cases) {
    return "<testsuite name=\"" + name + "\">" + cases + "</testsuite>";
  }

  private void report(String name, String cases) throws IOException {
    write("src/test/java/" + name.replace('.', '/') + ".java", "");
    write("target/surefire-reports/TEST-" + name + ".xml", suite(name, cases));
  }

  private Result skippedTests(String list) throws Exception {
    Path announced = write("skipped-tests.txt", list + "\n");
    Result result =
        run(
            temporary,
            Map.of(),
            JAVA.toString(),
            "-XX:TieredStopAtLevel=1",
            ROOT.resolve(".mvn/gates/SkippedTests.java").toString(),
            announced.toString(),
            "m",
            temporary.toString());
    return new Result(
        result.exit(), result.out(), result.err().replace(announced.toString(), "LIST"));
  }

  @Test
  void buildsAreReproducedWhereEveryBuildIsTested() throws Exception {
    for (String script : List.of(".ci/run", "pi-node/bin/jdk25")) {
      script(script, Files.readString(ROOT.resolve(script)));
    }
    script(".ci/reproducible", "#!/bin/sh\necho building twice\nexit ${DIFFERENT:-0}\n");
    script("bin/mvn", "#!/bin/sh\nexit ${BROKEN:-0}\n");
    script("bin/java", "#!/bin/sh\nexit 0\n");
    script(
        "bench/cells/run", "#!/bin/sh\n[ $1 = check ] && exit ${UNABLE:-0}\nexit ${UNHELD:-0}\n");

    script("bin/shellcheck", "#!/bin/sh\nexit 0\n");
    script("image-build/check", "#!/bin/sh\nexit ${UNCHECKED:-0}\n");

    Result tested = ci("CI", "true");
    assertEquals(0, tested.exit(), tested.err());
    assertTrue(tested.out().endsWith("building twice\n"), tested.out());
    assertEquals(3, ci("CI", "true", "DIFFERENT", "3").exit());
    assertEquals(2, ci("CI", "true", "BROKEN", "2").exit());
    String elsewhere = ci().out();
    assertTrue(elsewhere.matches("(?s).*ended with 0 after 0 min \\d+ s\n"), elsewhere);
    assertEquals(1, ci("UNHELD", "1").exit());
    assertEquals(4, ci("UNCHECKED", "4").exit());
    Result unable = ci("UNABLE", "2");
    assertEquals(0, unable.exit(), unable.err());
    assertTrue(unable.out().contains("namespaces were NOT run"), unable.out());
  }

  private Result ci(String... variables) throws Exception {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    environment.put("PATH", temporary.resolve("bin") + ":/usr/bin:/bin");
    environment.put("JELLY_JAVA_HOME", System.getProperty("java.home"));
    return run(temporary, environment, ".ci/run");
  }

  private Path write(String file, String text) throws IOException {
    Path path = temporary.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private void script(String file, String text) throws IOException {
    Files.setPosixFilePermissions(write(file, text), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Result run(Path folder, Map<String, String> environment, String... command)
      throws Exception {
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("CI");
    builder.environment().putAll(environment);
    int exit = builder.start().waitFor();
    return new Result(exit, Files.readString(out), Files.readString(err));
  }
}
