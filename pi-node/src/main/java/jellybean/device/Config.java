package jellybean.device;

import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;
import jellybean.system.DeviceDef;

/** Reads the configuration of a device, complaining in one way. */
final class Config {
  private Config() {}

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
