package jellybean.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.shell.Session;

/** The steps of a demo on nodes that are given: wait for them, deploy, watch, measure. */
final class Demo {
  /** JVMs start and find each other within seconds; on a slow and busy machine within this. */
  static final long JOIN_MS = 120_000;

  /** A text may take as long as it needs, but words that are lost never come. */
  static final long STANDSTILL_MS = 300_000;

  private static final long PATIENCE_MS = 1_000;
  private static final long QUESTION_MS = 15_000;
  private static final double BYTES_PER_MIB = 1024.0 * 1024.0;
  private static final long NANOS_PER_MS = 1_000_000;
  private static final double MS_PER_S = 1_000.0;

  private final DemoNodes nodes;
  private final FleetView view;
  private final Report report;
  private boolean counting;
  private int lost;

  Demo(DemoNodes nodes, FleetView view, Report report) {
    this.nodes = nodes;
    this.view = view;
    this.report = report;
  }

  /** Waits until every node sees all of them; tells who joins on the way. */
  void awaitMembers() {
    int wanted = nodes.processes().size();
    long end = System.nanoTime() + JOIN_MS * NANOS_PER_MS;
    while (!view.isComplete(wanted)) {
      requireAlive();
      if (System.nanoTime() > end) {
        throw new CommandFailedException(
            "expected "
                + wanted
                + " nodes to find each other within "
                + JOIN_MS
                + " ms, "
                + view.summary());
      }
      view.next(PATIENCE_MS).ifPresent(this::tell);
    }
    for (Optional<FleetView.Told> t = view.next(0); t.isPresent(); t = view.next(0)) {
      tell(t.get());
    }
    report.tell(
        event("complete").with(Keyword.of("members"), Int.of(wanted)),
        "all " + wanted + " nodes see each other");
  }

  private void requireAlive() {
    nodes.requireGoingOn();
    Optional<NodeProcess> dead = nodes.dead();
    if (dead.isPresent()) {
      throw new CommandFailedException(dead.get().obituary());
    }
  }

  private void tell(FleetView.Told told) {
    EdnMap event = told.event().with(Keyword.of("node"), new Text(told.node()));
    String kind = plain(event.get(Keyword.of("event"), Nil.NIL));
    String member = plain(event.get(Keyword.of("member"), Nil.NIL));
    switch (kind) {
      case "ready" -> {
        Optional<HostPort> at = Optional.ofNullable(view.ready().get(told.node()));
        report.tell(
            event, "node " + told.node() + " listens on " + at.map(Object::toString).orElse("?"));
      }
      case "member-up" -> report.tell(event, "node " + told.node() + " sees " + member + " join");
      case "member-down" -> {
        lost += counting ? 1 : 0;
        report.tell(event, "node " + told.node() + " lost " + member);
      }
      case "disconnected" ->
          report.tell(event, "node " + told.node() + " is no longer linked with " + member);
      case "connected" -> report.tell(event, "node " + told.node() + " is linked with " + member);
      default -> report.tell(event, "node " + told.node() + " tells " + event);
    }
  }

  /** Deploys the word counter for {@code text} and tells where its parts live. */
  Deployment deploy(Session session, Documents.Outcome document, EdnMap with, Path text) {
    report.text("deploying the word counter for " + text);
    counting = true;
    Deployment deployment =
        Deployment.deploy(
            session,
            document.checked().definition().orElseThrow(),
            document.bundle().orElseThrow(),
            with);
    for (Deployment.Place place : deployment.places()) {
      report.tell(
          event("place")
              .with(Keyword.of("address"), new Text(place.address()))
              .with(Keyword.of("member"), new Text(place.member())),
          String.format(Locale.ROOT, "  %-28s on %s", place.address(), place.member()));
    }
    return deployment;
  }

  /** Waits for the system's own word that nothing is outstanding; tells the result. */
  void awaitResult(Session session) {
    Standstill standstill = new Standstill(STANDSTILL_MS, nowMs());
    Value answer = ask(session);
    Optional<WordCount> result = WordCount.finished(answer);
    while (result.isEmpty()) {
      requireAlive();
      WordCount.failure(answer).ifPresent(this::fail);
      if (standstill.isReached(WordCount.counted(answer), nowMs())) {
        throw stuck(answer);
      }
      view.next(WordCount.POLL_MS).ifPresent(this::tell);
      answer = ask(session);
      result = WordCount.finished(answer);
    }
    tell(result.get());
    counting = false;
  }

  private static long nowMs() {
    return System.nanoTime() / NANOS_PER_MS;
  }

  private static CommandFailedException stuck(Value answer) {
    return new CommandFailedException(
        "expected "
            + WordCount.COLLECTOR
            + " to go on counting, found no change in "
            + STANDSTILL_MS
            + " ms; lines and words so far: "
            + WordCount.counted(answer));
  }

  private void fail(Value why) {
    String message = "the words were not counted: " + Question.message(why);
    report.event(event("failed").with(Keyword.of("reason"), why));
    throw new CommandFailedException(message);
  }

  /**
   * Whether all members stayed until the result was there. What a lost member had counted is lost
   * with it, as volatile state is.
   */
  boolean isTrustworthy() {
    if (lost > 0) {
      report.tell(
          event("untrustworthy").with(Keyword.of("lost"), Int.of(lost)),
          "members were lost while they counted: counts may be too low");
    }
    return lost == 0;
  }

  /** An error is an answer too: while parts of a system move, they are not found. */
  private static Value ask(Session session) {
    return Question.answer(session, "cat", new Text(WordCount.COLLECTOR), QUESTION_MS);
  }

  private void tell(WordCount result) {
    report.tell(
        event("result")
            .with(Keyword.of("words"), Int.of(result.words()))
            .with(Keyword.of("distinct"), Int.of(result.distinct()))
            .with(Keyword.of("top"), result.top()),
        result.words() + " words, " + result.distinct() + " different; the most frequent:");
    for (Value entry : result.top()) {
      if (entry instanceof EdnVector pair && pair.size() == 2) {
        report.text(String.format(Locale.ROOT, "  %8s  %s", pair.get(1), plain(pair.get(0))));
      }
    }
  }

  /** Tells how many messages were handled, and how fast. */
  void tellSpeed(Session session, long elapsedMs) {
    Value tree = Question.ask(session, "tree", new Text(WordCount.SYSTEM), QUESTION_MS);
    long messages = WordCount.handled(tree);
    long perSecond = Math.round(messages * MS_PER_S / Math.max(1, elapsedMs));
    report.tell(
        event("speed")
            .with(Keyword.of("messages"), Int.of(messages))
            .with(Keyword.of("ms"), Int.of(elapsedMs))
            .with(Keyword.of("messages-per-second"), Int.of(perSecond)),
        messages + " messages in " + elapsedMs + " ms: " + perSecond + " messages per second");
  }

  /** Tells what memory each node holds: the kernel's figure, else the node's own. */
  void tellMemory(Session session) {
    Map<String, Long> own =
        WordCount.ownMemory(Question.ask(session, "nodes", Nil.NIL, QUESTION_MS));
    for (NodeProcess node : nodes.processes()) {
      long bytes = node.residentBytes().orElse(own.getOrDefault(node.name(), 0L));
      report.tell(
          event("memory")
              .with(Keyword.of("node"), new Text(node.name()))
              .with(Keyword.of("rss-bytes"), Int.of(bytes)),
          String.format(
              Locale.ROOT, "node %-8s holds %.1f MiB", node.name(), bytes / BYTES_PER_MIB));
    }
  }

  static List<String> names(int count) {
    return List.of("cherry", "lemon", "plum", "grape", "lime", "peach", "pear", "melon")
        .subList(0, count);
  }

  private static EdnMap event(String kind) {
    return EdnMap.of(Keyword.of("event"), Keyword.of(kind));
  }

  private static String plain(Value value) {
    return switch (value) {
      case Text text -> text.value();
      case Keyword keyword -> keyword.name();
      default -> value.toString();
    };
  }
}
