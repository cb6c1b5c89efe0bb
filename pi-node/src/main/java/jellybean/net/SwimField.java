package jellybean.net;

import io.scalecube.cluster.Member;
import io.scalecube.cluster.membership.MemberStatus;
import io.scalecube.cluster.transport.api.Message;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import jellybean.cluster.Members;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Text;
import jellybean.edn.Value;

/**
 * The kinds of fields of ScaleCube's data, each with its bounds. {@code toValue} takes what an
 * object wrote, {@code fromValue} adds what it will read: sometimes more than one item.
 */
enum SwimField {
  /** {@code ["node~incarnation" "figures:port"]}. */
  MEMBER {
    @Override
    Value toValue(Iterator<Object> written) {
      return memberValue((Member) written.next());
    }

    @Override
    void fromValue(Value value, Reading reading) {
      reading.add(memberOf(value, reading));
    }
  },

  /** A member or nil. */
  OPTIONAL_MEMBER {
    @Override
    Value toValue(Iterator<Object> written) {
      return written.next() instanceof Member member ? memberValue(member) : Nil.NIL;
    }

    @Override
    void fromValue(Value value, Reading reading) {
      reading.add(value == Nil.NIL ? Optional.empty() : memberOf(value, reading));
    }
  },

  /** {@code :dest-ok}, {@code :dest-gone} or nil. */
  OPTIONAL_ACK {
    @Override
    Value toValue(Iterator<Object> written) {
      return written.next() instanceof Enum<?> ack ? keyword(ack) : Nil.NIL;
    }

    @Override
    void fromValue(Value value, Reading reading) {
      reading.add(value == Nil.NIL ? Optional.empty() : constant(AckType.CONSTANTS, value));
    }
  },

  /** {@code :alive}, {@code :suspect}, {@code :leaving} or {@code :dead}. */
  STATUS {
    @Override
    Value toValue(Iterator<Object> written) {
      return keyword((MemberStatus) written.next());
    }

    @Override
    void fromValue(Value value, Reading reading) {
      reading.add(constant(STATUSES, value));
    }
  },

  /** How often a life has contradicted or renewed what is said of it: 0 to 2^30. */
  UPDATES {
    @Override
    Value toValue(Iterator<Object> written) {
      return Int.of((Integer) written.next());
    }

    @Override
    void fromValue(Value value, Reading reading) {
      reading.add((int) number(value, MAX_UPDATES));
    }
  },

  /** The number of a rumour: 0 or more. */
  SEQUENCE {
    @Override
    Value toValue(Iterator<Object> written) {
      return Int.of((Long) written.next());
    }

    @Override
    void fromValue(Value value, Reading reading) {
      reading.add(number(value, MAX_SEQUENCE));
    }
  },

  /** {@code "node~incarnation"}. */
  LIFE {
    @Override
    Value toValue(Iterator<Object> written) {
      return new Text((String) written.next());
    }

    @Override
    void fromValue(Value value, Reading reading) {
      reading.add(LifeId.parse(text(value)).toString());
    }
  },

  /** A vector of records, at most {@value Members#MAX_MEMBERS}. */
  RECORDS {
    @Override
    Value toValue(Iterator<Object> written) {
      return many(SwimData.RECORD, written);
    }

    @Override
    void fromValue(Value value, Reading reading) {
      many(SwimData.RECORD, value, Members.MAX_MEMBERS, reading);
    }
  },

  /** A vector of rumours; ScaleCube sends one, and may one day send a few. */
  RUMOURS {
    @Override
    Value toValue(Iterator<Object> written) {
      return many(SwimData.RUMOUR, written);
    }

    @Override
    void fromValue(Value value, Reading reading) {
      many(SwimData.RUMOUR, value, MAX_RUMOURS, reading);
    }
  },

  /** A message within a rumour: only news about one member. */
  RUMOUR {
    @Override
    Value toValue(Iterator<Object> written) {
      return SwimCodec.toValue((Message) written.next());
    }

    @Override
    void fromValue(Value value, Reading reading) {
      reading.add(SwimCodec.fromValue(value, SwimKind.RUMOUR, reading.nested()));
    }
  },

  /** A map, see {@link TagsCodec}. */
  TAGS {
    @Override
    Value toValue(Iterator<Object> written) {
      int size = (Integer) written.next();
      byte[] bytes = (byte[]) written.next();
      if (size != bytes.length) {
        throw new SwimFormatException(
            "bad tags: expected " + size + " bytes, found " + bytes.length);
      }
      return TagsCodec.read(bytes);
    }

    @Override
    void fromValue(Value value, Reading reading) {
      if (!(value instanceof EdnMap map)) {
        throw new SwimFormatException("bad tags: expected a map");
      }
      byte[] bytes = TagsCodec.print(map);
      reading.add(bytes.length);
      reading.add(bytes);
    }
  };

  /** The only namespace there is: fleets are told apart by their certificates. */
  static final String NAMESPACE = "jellybean";

  static final Keyword ALIVE = keyword(MemberStatus.ALIVE);

  /** Half of what fits, so that counting on never overflows. */
  static final int MAX_UPDATES = 1 << 30;

  private static final long MAX_SEQUENCE = 1L << 53;
  private static final int MAX_RUMOURS = 16;
  private static final List<MemberStatus> STATUSES = List.of(MemberStatus.values());

  /** Takes this field's items from what an object wrote. */
  abstract Value toValue(Iterator<Object> written);

  /**
   * Adds this field's items to what an object will read.
   *
   * @throws SwimFormatException if the value is of another kind or out of bounds
   */
  abstract void fromValue(Value value, Reading reading);

  static EdnVector memberValue(Member member) {
    return EdnVector.of(new Text(member.id()), new Text(member.address()));
  }

  static Member memberOf(Value value, Reading reading) {
    if (!(value instanceof EdnVector vector) || vector.size() != 2) {
      throw new SwimFormatException("bad member: expected [id address]");
    }
    LifeId life = LifeId.parse(text(vector.get(0)));
    String address = text(vector.get(1));
    HostPort.parse(address);
    reading.checkHome(life, address);
    return withoutAlias(life.toString(), address);
  }

  /** The node id is in the id already, and every byte here is in every synchronisation. */
  @SuppressWarnings("NullAway") // ScaleCube's alias may be null
  private static Member withoutAlias(String id, String address) {
    return new Member(id, null, address, NAMESPACE);
  }

  private static EdnVector many(SwimData data, Iterator<Object> written) {
    int size = (Integer) written.next();
    List<Value> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(data.toValue(written.next()));
    }
    return EdnVector.of(values);
  }

  private static void many(SwimData data, Value value, int max, Reading reading) {
    if (!(value instanceof EdnVector vector) || vector.size() > max) {
      throw new SwimFormatException(
          "bad list of " + data + ": expected a vector of at most " + max);
    }
    reading.add(vector.size());
    for (Value element : vector) {
      reading.add(data.fromValue(element, reading.nested()));
    }
  }

  static String text(Value value) {
    if (value instanceof Text(String text)) {
      return text;
    }
    throw new SwimFormatException("bad membership message: expected text");
  }

  private static long number(Value value, long max) {
    if (value instanceof Int(long number) && number >= 0 && number <= max) {
      return number;
    }
    throw new SwimFormatException("bad number: expected 0 to " + max);
  }

  private static Keyword keyword(Enum<?> constant) {
    return Keyword.of(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  private static Object constant(List<? extends Enum<?>> constants, Value value) {
    for (Enum<?> constant : constants) {
      if (keyword(constant).equals(value)) {
        return constant;
      }
    }
    throw new SwimFormatException("bad state: expected one of " + constants);
  }

  /** Not public in ScaleCube. */
  private static final class AckType {
    private static final List<? extends Enum<?>> CONSTANTS =
        constants("io.scalecube.cluster.fdetector.PingData$AckType");

    @SuppressWarnings("rawtypes")
    private static List<? extends Enum<?>> constants(String className) {
      try {
        List<Enum<?>> constants = new ArrayList<>();
        for (Enum constant : Class.forName(className).asSubclass(Enum.class).getEnumConstants()) {
          constants.add(constant);
        }
        return constants;
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(
            "ScaleCube has no " + className + ": expected version 2.7.7", e);
      }
    }
  }
}
