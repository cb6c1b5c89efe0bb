package jellybean.device;

import java.util.Optional;
import jellybean.edn.Bool;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.system.DeviceCatalogue.Rule;
import jellybean.system.DeviceDef;

/** Reads the configuration of a device, complaining in one way. */
final class Config {
  static final Rule TEXT = value -> unless(value instanceof Text, "a string");
  static final Rule COUNT =
      value -> unless(value instanceof Int n && n.value() >= 0, "a whole number of 0 or more");

  static final Rule FLAG = value -> unless(value instanceof Bool, "true or false");

  private Config() {}

  private static Optional<String> unless(boolean fits, String expected) {
    return fits ? Optional.empty() : Optional.of(expected);
  }

  static String text(DeviceDef def, Keyword key) {
    Value value = def.config().get(key, Nil.NIL);
    if (value instanceof Text text) {
      return text.value();
    }
    throw fault(def, key, "a string", value);
  }

  /** A number that is not negative. */
  static long count(DeviceDef def, Keyword key, long ifAbsent) {
    Value value = def.config().get(key, Int.of(ifAbsent));
    if (value instanceof Int number && number.value() >= 0) {
      return number.value();
    }
    throw fault(def, key, "a whole number of 0 or more", value);
  }

  static DeviceException fault(DeviceDef def, Keyword key, String expected, Value found) {
    return new DeviceException(
        "bad " + key + " of device " + def.name() + ": expected " + expected + ", found " + found);
  }
}
