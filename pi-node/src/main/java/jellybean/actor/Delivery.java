package jellybean.actor;

import jellybean.edn.Keyword;
import jellybean.edn.Value;

/** One message as its receiver sees it. */
public record Delivery(Keyword name, Value data, Info info) {}
