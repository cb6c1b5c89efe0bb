package jellybean.system;

/** What the readers of one document share; counts what it grows to. */
final class Reading {
  /** Bound on children of all supervisors together, files counted every time they are used. */
  static final int MAX_CHILDREN = 4_096;

  /** Bound on the characters of all files, counted every time they are used. */
  static final long MAX_CHARACTERS = 8L << 20;

  private final Bundle bundle;
  final Sources sources;
  final DeviceCatalogue devices;
  final Faults faults;
  private int children;
  private long characters;
  private boolean full;
  private int leftOut;

  Reading(Bundle bundle, DeviceCatalogue devices, Faults faults) {
    this.bundle = bundle;
    this.sources = new Sources(bundle, faults);
    this.devices = devices;
    this.faults = faults;
  }

  /** Another reading of the same files. */
  Reading again(Faults others) {
    return new Reading(bundle, devices, others);
  }

  /** Some names are unknown because their declaration is at fault. */
  void leaveOut() {
    leftOut++;
  }

  /** How often that was so, up to now. */
  int leftOut() {
    return leftOut;
  }

  /** What was left out since then is marked where it belongs. */
  void marked(int earlier) {
    leftOut = earlier;
  }

  /** Whether the whole document was read. */
  boolean isComplete() {
    return !full;
  }

  /** Whether there is room for one more child; says once that there is not. */
  boolean admitChild(Spot at) {
    children++;
    return admit(at, children <= MAX_CHILDREN, "children of all supervisors", MAX_CHILDREN);
  }

  /** Whether there is room for one more use of a file. */
  boolean admitFile(String file, Spot at) {
    characters += sources.length(file);
    return admit(at, characters <= MAX_CHARACTERS, "characters of used files", MAX_CHARACTERS);
  }

  private boolean admit(Spot at, boolean fits, String what, long bound) {
    if (!fits && !full) {
      full = true;
      faults.add(at, "document too large: expected at most " + bound + " " + what + ", found more");
    }
    return fits && !full;
  }
}
