package jellybean;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaModifier.NATIVE;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import jellybean.edn.Value;
import org.junit.jupiter.api.Test;

/**
 * The shape of the node, as rules: which package may know which, who may use a library, and what
 * the pure packages never touch.
 *
 * <p>A package is named by the part after {@code jellybean.}; its sub-packages are part of it.
 */
class ArchitectureTest {
  /** What each package may know directly; it may also know what those know. */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("edn", Set.of()),
          Map.entry("lang", Set.of("edn")),
          Map.entry("message", Set.of("edn")),
          Map.entry("port", Set.of("message")),
          Map.entry("actor", Set.of("lang", "message", "port")),
          Map.entry("system", Set.of("actor", "cluster")),
          Map.entry("rehearsal", Set.of("system")),
          Map.entry("diagram", Set.of("system")),
          Map.entry("wire", Set.of("message")),
          Map.entry("cluster", Set.of("message", "port")),
          Map.entry("net", Set.of("wire", "cluster")),
          Map.entry("store", Set.of("actor", "wire")),
          Map.entry("wiring", Set.of("lang")),
          Map.entry("device", Set.of("actor", "system", "wiring")),
          Map.entry("shell", Set.of("message")),
          Map.entry("metrics", Set.of("edn")),
          Map.entry("node", Set.of("system", "net", "store", "device", "metrics")),
          Map.entry("cli", Set.of("node", "shell", "rehearsal", "diagram", "wiring")));

  /** No sockets, threads, locks, files, reflection, clocks or randomness: these come as ports. */
  private static final Set<String> PURE =
      Set.of(
          "edn",
          "lang",
          "message",
          "port",
          "actor",
          "system",
          "rehearsal",
          "diagram",
          "wiring",
          "wire",
          "cluster");

  private static final Set<String> MAY_LOG =
      Set.of("net", "store", "device", "shell", "node", "cli");

  /** Every library by the prefix of its packages, with the only packages that may use it. */
  private static final Map<String, Set<String>> LIBRARY_USERS =
      Map.ofEntries(
          Map.entry("io.netty.", Set.of("net")),
          Map.entry("javax.jmdns.", Set.of("net")),
          Map.entry("io.scalecube.", Set.of("net")),
          Map.entry("reactor.", Set.of("net")),
          Map.entry("org.reactivestreams.", Set.of("net")),
          Map.entry("io.prometheus.", Set.of("metrics")),
          Map.entry("com.pi4j.", Set.of("device")),
          Map.entry("org.jline.", Set.of("shell")),
          Map.entry("picocli.", Set.of("cli")),
          Map.entry("org.tinylog.", MAY_LOG),
          Map.entry("org.jspecify.annotations.", MAY_KNOW.keySet()));

  /** The modules of the appliance's runtime: what is in no other may be used. */
  private static final Set<String> RUNTIME_MODULES =
      Set.of(
          "java.base",
          "java.logging",
          "java.management",
          "jdk.httpserver",
          "jdk.management",
          "jdk.unsupported");

  private static final String BASE = "jellybean.";

  /** Where the node's own classes are, and no test's. */
  private static final JavaClasses NODE =
      new ClassFileImporter()
          .importUrl(Value.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void everyPackageHasItsPlaceInTheGraph() {
    Set<String> unknown = namesOf(c -> MAY_KNOW.containsKey(layer(c)) ? "" : c.getName());
    assertEquals(Set.of(), unknown, "classes outside the packages of MAY_KNOW");
  }

  @Test
  void packagesKnowOnlyWhatTheGraphAllows() {
    assertEquals(
        Set.of(),
        dependenciesWhere(
            d ->
                d.getTargetClass().getName().startsWith(BASE)
                    && !layer(d.getTargetClass()).equals(layer(d.getOriginClass()))
                    && !reach(layer(d.getOriginClass())).contains(layer(d.getTargetClass()))));
  }

  @Test
  void packagesFormNoCycle() {
    slices()
        .matching("jellybean.(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(NODE);
  }

  @Test
  void librariesAreUsedOnlyWhereTheyAreConfined() {
    assertEquals(
        Set.of(),
        dependenciesWhere(
            d -> {
              String name = elementName(d.getTargetClass());
              return isLibrary(d.getTargetClass())
                  && LIBRARY_USERS.entrySet().stream()
                      .noneMatch(
                          e ->
                              name.startsWith(e.getKey())
                                  && e.getValue().contains(layer(d.getOriginClass())));
            }));
  }

  @Test
  void onlyTheNetKnowsByteBuf() {
    noClasses()
        .that(describe("are not in net", c -> !layer(c).equals("net")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .allowEmptyShould(true)
        .check(NODE);
  }

  @Test
  void purePackagesTouchNeitherWorldNorThreads() {
    noClasses()
        .that(inLayers(PURE))
        .should()
        .dependOnClassesThat(describe("touch the world", ArchitectureTest::touchesTheWorld))
        .allowEmptyShould(true)
        .check(NODE);
  }

  @Test
  void purePackagesTakeTimeAndRandomnessFromTheirPorts() {
    Set<String> calls =
        Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.Math.random",
            "java.lang.Class.forName",
            "java.time.Instant.now",
            "java.util.UUID.randomUUID");
    Set<String> found = new TreeSet<>();
    for (JavaClass type : NODE) {
      if (PURE.contains(layer(type))) {
        type.getMethodCallsFromSelf().stream()
            .filter(c -> calls.contains(c.getTargetOwner().getName() + "." + c.getName()))
            .forEach(call -> found.add(call.getDescription()));
      }
    }
    assertEquals(Set.of(), found);
  }

  @Test
  void purePackagesHaveNoSynchronizedOrNativeMethods() {
    methods()
        .that()
        .areDeclaredInClassesThat(inLayers(PURE))
        .should()
        .notHaveModifier(SYNCHRONIZED)
        .andShould()
        .notHaveModifier(NATIVE)
        .allowEmptyShould(true)
        .check(NODE);
  }

  @Test
  void onlyModulesOfTheApplianceRuntimeAreUsed() {
    assertEquals(
        Set.of(),
        dependenciesWhere(
            d -> {
              JavaClass target = d.getTargetClass().getBaseComponentType();
              return isJdk(target)
                  && !target.isPrimitive()
                  && !RUNTIME_MODULES.contains(target.reflect().getModule().getName());
            }));
  }

  private static boolean touchesTheWorld(JavaClass type) {
    String name = elementName(type);
    return Stream.of(
                    "java.net.",
                    "javax.net.",
                    "java.nio.file.",
                    "java.nio.channels.",
                    "java.lang.reflect.",
                    "java.lang.foreign.",
                    "java.util.concurrent.locks.",
                    "java.io.File",
                    "java.io.RandomAccessFile",
                    "java.lang.Process",
                    "java.lang.Thread",
                    "java.lang.Runtime")
                .anyMatch(name::startsWith)
            && !name.equals("java.lang.RuntimeException")
        || List.of(
                "java.lang.invoke.MethodHandles",
                "java.lang.invoke.VarHandle",
                "java.util.Random",
                "java.util.Timer",
                "java.util.ServiceLoader",
                "java.util.concurrent.CompletableFuture",
                "java.util.concurrent.CountDownLatch",
                "java.util.concurrent.Executor",
                "java.util.concurrent.ExecutorService",
                "java.util.concurrent.Executors",
                "java.util.concurrent.ForkJoinPool",
                "java.util.concurrent.Semaphore",
                "java.util.concurrent.ThreadLocalRandom")
            .contains(name);
  }

  private static DescribedPredicate<JavaClass> inLayers(Set<String> layers) {
    return describe("are in " + new TreeSet<>(layers), type -> layers.contains(layer(type)));
  }

  private static boolean isJdk(JavaClass type) {
    String name = elementName(type);
    return name.startsWith("java.")
        || name.startsWith("com.sun.net.httpserver.")
        || name.startsWith("com.sun.management.")
        || name.startsWith("javax.") && !name.startsWith("javax.jmdns.");
  }

  private static boolean isLibrary(JavaClass type) {
    return !isJdk(type)
        && !type.getBaseComponentType().isPrimitive()
        && !elementName(type).startsWith(BASE);
  }

  private static String elementName(JavaClass type) {
    return type.getBaseComponentType().getName();
  }

  /** The first part of a class's package below {@code jellybean}; empty directly in it. */
  private static String layer(JavaClass type) {
    List<String> parts = Arrays.asList(type.getBaseComponentType().getPackageName().split("\\."));
    return parts.size() > 1 ? parts.get(1) : "";
  }

  private static Set<String> reach(String layer) {
    Set<String> reached = new TreeSet<>();
    for (String next : MAY_KNOW.getOrDefault(layer, Set.of())) {
      reached.add(next);
      reached.addAll(reach(next));
    }
    return reached;
  }

  private static Set<String> namesOf(Function<JavaClass, String> name) {
    return NODE.stream().map(name).filter(n -> !n.isEmpty()).collect(toCollection(TreeSet::new));
  }

  private static Set<String> dependenciesWhere(Predicate<Dependency> wrong) {
    return NODE.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(wrong)
        .map(Dependency::getDescription)
        .collect(toCollection(TreeSet::new));
  }
}
