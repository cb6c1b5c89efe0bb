package jellybean.lang;

/**
 * One body of a function: what runs for one number of arguments.
 *
 * @param params fixed parameters; they are the first slots of the frame
 * @param variadic whether a further slot takes the remaining arguments as a sequence
 * @param frameSlots size of the frame
 * @param selfSlot where the function itself goes; -1 if the body does not name it
 * @param captured index into the closure's captured values, for each of {@code capturedSlots}
 * @param capturedSlots where those values go in the frame
 */
record Code(
    int params,
    boolean variadic,
    int frameSlots,
    int selfSlot,
    int[] captured,
    int[] capturedSlots,
    Node body) {}
