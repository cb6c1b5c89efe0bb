package jellybean.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import jellybean.node.BoardProcess;

/**
 * The processes of a demo and the folder with their keys: made together, gone together.
 *
 * <p>{@link #close} may run on several threads, as the shutdown hook and the command itself both
 * call it, and at any time: it waits for what is just being made, and after it has begun nothing is
 * made any more.
 */
final class DemoNodes implements AutoCloseable {
  private static final String OPERATOR = "demo";

  /** The nodes log as this process does. */
  private static final String LOG_LEVEL = "tinylog.level";

  private static final String MAIN = "jellybean.node.NodeMain";

  private final List<String> names;
  private final List<NodeProcess> processes = new ArrayList<>();
  private Optional<Path> folder = Optional.empty();
  private volatile boolean closing;

  /**
   * Nothing is made yet.
   *
   * @param names of the nodes, host labels
   */
  DemoNodes(List<String> names) {
    this.names = List.copyOf(names);
  }

  /** Makes keys and certificates in a new temporary folder. */
  synchronized void makeKeys() {
    requireGoingOn();
    FleetFactory factory =
        ServiceLoader.load(FleetFactory.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        "cannot make a fleet: expected the provisioning module on the class path,"
                            + " found none"));
    Path made = temporaryFolder();
    folder = Optional.of(made);
    try {
      factory.create(made, names, List.of(OPERATOR));
    } catch (RuntimeException e) {
      throw new CommandFailedException("cannot make a fleet in " + made + ": " + e.getMessage(), e);
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("jelly-demo-");
    } catch (IOException e) {
      throw new CommandFailedException("cannot make a temporary folder: " + e.getMessage(), e);
    }
  }

  /**
   * Nothing happens unless the demo has been told to end.
   *
   * @throws CommandFailedException if it has
   */
  void requireGoingOn() {
    if (closing) {
      throw new CommandFailedException("the demo was told to end");
    }
  }

  /** Whether it has been told to end; then what nodes do and say is of no interest. */
  boolean isClosing() {
    return closing;
  }

  private synchronized Path folder() {
    return folder.orElseThrow(() -> new IllegalStateException("expected keys, found none yet"));
  }

  /** What an operator connects with. */
  Path operatorFolder() {
    return FleetFactory.operatorDirectory(folder(), OPERATOR);
  }

  /** Starts every node; what they tell goes to {@code view}. */
  void start(FleetView view) {
    for (String name : names) {
      start(name, view);
    }
  }

  private synchronized void start(String name, FleetView view) {
    requireGoingOn();
    Path own = FleetFactory.nodeDirectory(folder(), name);
    processes.add(
        NodeProcess.start(
            name, commandLine(own), own.resolve("log"), event -> view.accept(name, event)));
  }

  /**
   * A person's Ctrl-C goes to every process of the terminal. It is for us alone: we end the nodes.
   * A signal that is ignored when a program starts stays ignored, so a shell ignores it first.
   */
  private static List<String> commandLine(Path identity) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/bin/sh"))) {
      command.addAll(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(BoardProcess.JVM_OPTIONS);
    Optional.ofNullable(System.getProperty(LOG_LEVEL))
        .ifPresent(level -> command.add("-D" + LOG_LEVEL + "=" + level));
    command.addAll(List.of("-cp", BoardProcess.classPath(), MAIN));
    command.addAll(List.of("--identity", identity.toString(), "--host", "127.0.0.1"));
    command.addAll(List.of("--port", "0", "--profile", "wifi", "--exit-with-parent"));
    command.addAll(List.of("--data", identity.resolve("data").toString()));
    return command;
  }

  synchronized List<NodeProcess> processes() {
    return List.copyOf(processes);
  }

  /** A node that has ended although it should not. */
  synchronized Optional<NodeProcess> dead() {
    return closing ? Optional.empty() : processes.stream().filter(p -> !p.isAlive()).findFirst();
  }

  @Override
  public void close() {
    // Before it waits, so that no further node is started meanwhile.
    closing = true;
    synchronized (this) {
      processes.forEach(NodeProcess::askToEnd);
      processes.forEach(NodeProcess::close);
      folder.ifPresent(DemoNodes::delete);
    }
  }

  private static void delete(Path folder) {
    try {
      if (Files.exists(folder)) {
        Files.walkFileTree(folder, new Deleter());
      }
    } catch (IOException e) {
      throw new CommandFailedException("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Deletes what is in a folder before the folder; what is gone already is no fault. */
  private static final class Deleter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException gone) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, IOException fault) throws IOException {
      Files.deleteIfExists(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
