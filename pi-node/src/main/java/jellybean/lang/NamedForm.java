package jellybean.lang;

import jellybean.edn.Symbol;
import jellybean.edn.Syntax;

/**
 * One entry of a document's {@code :functions}.
 *
 * @param source name of the file the form was read from
 */
public record NamedForm(String source, Symbol name, Syntax form) {}
