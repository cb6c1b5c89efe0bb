package jellybean.net;

import java.io.Externalizable;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import jellybean.edn.EdnVector;
import jellybean.edn.Value;

/**
 * ScaleCube's data classes, by name, with the fields each writes and reads, in its order.
 *
 * <p>The classes are not public and offer nothing but {@link Externalizable}; their fields are
 * checked here, one by one, before any of their code sees them, and how many there are of something
 * is counted from the EDN itself, never read as a number.
 */
enum SwimData {
  PING(
      "io.scalecube.cluster.fdetector.PingData",
      SwimField.MEMBER,
      SwimField.MEMBER,
      SwimField.OPTIONAL_MEMBER,
      SwimField.OPTIONAL_ACK),
  RECORD(
      "io.scalecube.cluster.membership.MembershipRecord",
      SwimField.MEMBER,
      SwimField.STATUS,
      SwimField.UPDATES),
  TABLE("io.scalecube.cluster.membership.SyncData", SwimField.RECORDS),
  RUMOUR(
      "io.scalecube.cluster.gossip.Gossip", SwimField.LIFE, SwimField.RUMOUR, SwimField.SEQUENCE),
  GOSSIPS("io.scalecube.cluster.gossip.GossipRequest", SwimField.RUMOURS, SwimField.LIFE),
  TAGS_REQUEST("io.scalecube.cluster.metadata.GetMetadataRequest", SwimField.MEMBER),
  TAGS("io.scalecube.cluster.metadata.GetMetadataResponse", SwimField.MEMBER, SwimField.TAGS);

  private final String className;
  private final List<SwimField> fields;

  SwimData(String className, SwimField... fields) {
    this.className = className;
    this.fields = List.of(fields);
  }

  /** The fields of one of ScaleCube's objects as a vector. */
  EdnVector toValue(Object object) {
    if (!(object instanceof Externalizable data)
        || !object.getClass().getName().equals(className)) {
      throw new SwimFormatException(
          "cannot write " + this + ": expected " + className + ", found " + object);
    }
    Iterator<Object> written = Recorder.record(data).iterator();
    List<Value> values = new ArrayList<>(fields.size());
    fields.forEach(field -> values.add(field.toValue(written)));
    return EdnVector.of(values);
  }

  /** One of ScaleCube's objects from a vector of its fields; {@code reading} is a fresh one. */
  Object fromValue(Value value, Reading reading) {
    if (!(value instanceof EdnVector vector) || vector.size() != fields.size()) {
      throw new SwimFormatException(
          "bad " + this + ": expected a vector of " + fields.size() + " fields");
    }
    for (int i = 0; i < fields.size(); i++) {
      fields.get(i).fromValue(vector.get(i), reading);
    }
    try {
      Externalizable data = Constructors.of(this).newInstance();
      data.readExternal(new Playback(reading.items()));
      return data;
    } catch (ReflectiveOperationException | IOException e) {
      throw new SwimFormatException("cannot read " + this + " as " + className, e);
    }
  }

  /** Found at the first use: enum constants cannot throw. */
  private static final class Constructors {
    private static final List<Constructor<? extends Externalizable>> ALL = find();

    static Constructor<? extends Externalizable> of(SwimData data) {
      return ALL.get(data.ordinal());
    }

    private static List<Constructor<? extends Externalizable>> find() {
      List<Constructor<? extends Externalizable>> all = new ArrayList<>();
      for (SwimData data : values()) {
        all.add(find(data.className));
      }
      return all;
    }

    private static Constructor<? extends Externalizable> find(String className) {
      try {
        Constructor<? extends Externalizable> constructor =
            Class.forName(className).asSubclass(Externalizable.class).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            "ScaleCube has no " + className + ": expected version 2.7.7", e);
      }
    }
  }
}
