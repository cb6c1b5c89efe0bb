package jellybean.shell;

import java.util.concurrent.CompletableFuture;
import jellybean.edn.Value;

/**
 * A conversation with the shell actor of one member, {@code /sys/<member>/shell}.
 *
 * <p>The questions and the shapes of their answers, all EDN:
 *
 * <ul>
 *   <li>{@code nodes nil} → {@code [{:node "a" :status :up :host "…" :port 7001 :rss-bytes n
 *       :actors n} …]}, a member that did not answer being {@code {:node "b" :status :no-answer}}
 *   <li>{@code ls "/path"} → {@code {:address "…" :kind … :children [child …]}}, a child being
 *       {@code {:name "…" :address "…" :kind :actor|:device|:supervisor|:system|:node :member "b"
 *       :state … :queued n :handled n :rate n :restarts n :status :running}}; an actor lists just
 *       itself
 *   <li>{@code tree "/path"} → a child whose {@code :children} are nested in the same way
 *   <li>{@code cat "/path"} → {@code {:address "…" :state v}}
 *   <li>{@code history "/cluster"}, {@code dead-letters nil} → {@code {:rows [map …]}}, the oldest
 *       first
 *   <li>{@code send {:to "/a/b" :name :add :data 1}} → {@code {:sent true}}
 *   <li>{@code deploy {:name "…" :bundle {…} :with {…}}} → {@code {:system "…" :version … :home "…"
 *       :places {…}}}
 *   <li>{@code undeploy {:name "…"}} → {@code {:system "…" :version …}}; {@code document {:name
 *       "…"}} → the deployment with its sources
 *   <li>{@code ask {:to "/a/b" :name :n :data d :within-ms n}} → what the actor answers
 *   <li>{@code start {:to "/a/t" :instance id :with {…}}}, {@code stop {:to "/a/b"}}, {@code
 *       restart {:to "/a/b"}} → {@code {:done :start :actor "/a/b" :node "n"}}
 *   <li>{@code tail {:path "/a" :after {[member life loop cluster] number}}}, {@code top {:path
 *       "/a" :by :rate :count n}}, {@code traced {:trace id}}, {@code places "/a"} → {@code {:rows
 *       …}}
 *   <li>{@code trace {:to "/a/b" :name :n :data d}}, {@code trace-next {:to "/a/b" :name :n}} →
 *       {@code {:trace id}}
 *   <li>{@code freeze {:ticket t :system "s"}}, {@code hold {…}}, {@code thaw {:ticket t}} → {@code
 *       {:rows [{:node "n" …} …]}}; {@code part {:node "n" :ticket t :part i}} → {@code {:bytes
 *       …}}; {@code restore {:node "n" :ticket t :part i :last b :bytes …}} → {@code {:restored
 *       […]}}; {@code resume {:to "/a" …}}; see {@code docs/shell.md}
 *   <li>any of them → {@code #jelly/error {:message "…"}}
 * </ul>
 *
 * <p>What is missing in an answer that is a map is said in it: {@code :without ["b"]}, members that
 * did not answer; {@code :omitted n}, rows that found no room. In a row, {@code :omitted n} are the
 * bytes that were cut from it.
 *
 * <p>Safe to use from several threads.
 */
public interface Session extends AutoCloseable {
  /**
   * Asks; the answer completes the future on a thread of the session, which must not be blocked. A
   * connection that ends completes it with the exception that says why.
   *
   * @throws ShellException if the question cannot be sent although the connection stands
   */
  CompletableFuture<Value> ask(String name, Value data);

  /** The member this session talks to. */
  String member();

  /** Whether nothing is known of an end of the connection. */
  boolean isOpen();

  @Override
  void close();
}
