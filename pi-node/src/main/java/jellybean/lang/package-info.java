/**
 * The language of behaviours: a named subset of Clojure's core, analysed once into nodes and run
 * with a meter.
 *
 * <p>A form is read as {@code Syntax} (a value with positions), analysed into a tree of nodes whose
 * locals are slots of a frame, and evaluated by walking that tree. Every call, every turn of a loop
 * and every element a built-in touches costs fuel; the depth of calls, the size and the nesting of
 * values are bounded; running out cannot be caught by a program.
 *
 * <p>This package never reads files, clocks or random numbers, starts no threads, takes no locks,
 * generates no code, uses no reflection and has no mutable state that outlives one evaluation.
 */
@NullMarked
package jellybean.lang;

import org.jspecify.annotations.NullMarked;
