package jellybean.bench;

import java.util.List;

/** Texts of messages as real systems send them: small maps, some nested, one larger document. */
final class Messages {
  static final List<String> MIX =
      List.of(
          "{:count 3}",
          "{:line 12, :text \"It was a bright cold day in April, and the clocks were striking.\"}",
          "[\"pelican\" 41]",
          "{:word \"pelican\", :count 41, :line 1234, :from \"/wordcount/splitters\","
              + " :seen [1 2 3], :file \"text.txt\", :last :end, :seed 987654321}",
          "{:process {:heap-bytes 15732880, :threads 26, :uptime-ms 9492}, :board {:cores 1,"
              + " :load 0.52, :temperature-c 48.312, :available-bytes 307200000}}",
          "{:method :get, :path \"/tea\", :headers {\"host\" \"127.0.0.1:8090\", \"accept\""
              + " \"*/*\", \"user-agent\" \"curl/7.88.1\"}, :body \"\"}",
          "{:kind :order, :items [{:sku \"a-1\", :n 2, :cents 250} {:sku \"b-7\", :n 1, :cents"
              + " 1999} {:sku \"c-3\", :n 12, :cents 75}], :to {:name \"Ada\", :street \"Long"
              + " Road 1\"}, :tags #{:gift :fast}, :paid true, :note nil}",
          "(true false nil 1 -2 3.5 \\a \"text\" :key sym/bol)");

  private Messages() {}
}
