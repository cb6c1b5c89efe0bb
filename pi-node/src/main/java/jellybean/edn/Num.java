package jellybean.edn;

/**
 * A number. As in Clojure there are three categories, and numbers of different categories are never
 * equal: integers ({@link Int}, {@link BigInt}), doubles ({@link Real}) and decimals ({@link
 * Decimal}).
 */
public sealed interface Num extends Value permits Int, BigInt, Real, Decimal {}
