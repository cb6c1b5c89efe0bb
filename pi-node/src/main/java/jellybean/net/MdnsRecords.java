package jellybean.net;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.jmdns.ServiceInfo;
import javax.jmdns.impl.DNSCache;
import javax.jmdns.impl.DNSEntry;
import javax.jmdns.impl.DNSRecord;
import javax.jmdns.impl.constants.DNSRecordClass;
import javax.jmdns.impl.constants.DNSRecordType;

/**
 * What JmDNS remembers of the instances of our type, the latest word first. It tells its listeners
 * of an instance whose address is new, but not of one whose port is, and keeps an old address
 * beside the new one for some seconds; so they are read where it keeps them.
 */
final class MdnsRecords {
  private final DNSCache cache;

  MdnsRecords(DNSCache cache) {
    this.cache = cache;
  }

  /**
   * An instance as far as it is known.
   *
   * @param name its full name
   * @param text entries of its TXT record; empty if that is not known yet
   * @param hosts its addresses in figures
   */
  record Instance(String name, Map<String, String> text, List<String> hosts, int port) {}

  /** Those that a change of this record is about. */
  List<Instance> about(DNSRecord record) {
    return switch (record.getRecordType()) {
      case TYPE_SRV, TYPE_TXT -> instance(record.getName()).stream().toList();
      case TYPE_PTR -> pointed(record).flatMap(this::instance).stream().toList();
      case TYPE_A, TYPE_AAAA -> at(record.getName());
      default -> List.of();
    };
  }

  /** The instance that this record points to, if it is one of our type. */
  static Optional<String> pointed(DNSRecord record) {
    return record instanceof DNSRecord.Pointer pointer && isOurs(pointer.getAlias())
        ? Optional.of(key(pointer.getAlias()))
        : Optional.empty();
  }

  private static boolean isOurs(String name) {
    return key(name).endsWith("." + MdnsSegment.TYPE);
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private List<Instance> at(String host) {
    return cache.getDNSEntryList(MdnsSegment.TYPE).stream()
        .filter(DNSRecord.class::isInstance)
        .flatMap(entry -> pointed((DNSRecord) entry).stream())
        .distinct()
        .filter(name -> latest(name, DNSRecordType.TYPE_SRV).filter(s -> is(s, host)).isPresent())
        .flatMap(name -> instance(name).stream())
        .toList();
  }

  private static boolean is(ServiceInfo service, String host) {
    return service.getServer().equalsIgnoreCase(host);
  }

  private Optional<Instance> instance(String name) {
    if (!isOurs(name)) {
      return Optional.empty();
    }
    return latest(name, DNSRecordType.TYPE_SRV)
        .map(service -> new Instance(key(name), text(name), hosts(service), service.getPort()));
  }

  private Map<String, String> text(String name) {
    Map<String, String> text = new HashMap<>();
    latest(name, DNSRecordType.TYPE_TXT)
        .ifPresent(
            info -> {
              for (String key : List.of(MdnsPeers.NODE, MdnsPeers.FLEET, MdnsPeers.VERSION)) {
                Optional.ofNullable(info.getPropertyString(key))
                    .ifPresent(value -> text.put(key, value));
              }
            });
    return text;
  }

  private List<String> hosts(ServiceInfo service) {
    return Stream.of(DNSRecordType.TYPE_A, DNSRecordType.TYPE_AAAA)
        .flatMap(type -> records(service.getServer(), type))
        .flatMap(info -> Arrays.stream(info.getInetAddresses()))
        .map(InetAddress::getHostAddress)
        .toList();
  }

  private Optional<ServiceInfo> latest(String name, DNSRecordType type) {
    return records(name, type).findFirst();
  }

  /** The latest first. */
  private Stream<ServiceInfo> records(String name, DNSRecordType type) {
    long now = System.currentTimeMillis();
    Collection<? extends DNSEntry> entries =
        cache.getDNSEntryList(key(name), type, DNSRecordClass.CLASS_ANY);
    return entries.stream()
        .filter(DNSRecord.class::isInstance)
        .map(DNSRecord.class::cast)
        .filter(record -> !record.isExpired(now))
        .sorted(Comparator.comparingLong(MdnsRecords::expiry).reversed())
        .map(record -> record.getServiceInfo(false));
  }

  /** One that is about to be replaced has been given a second more to live. */
  private static long expiry(DNSRecord record) {
    return record.getCreated() + 1_000L * record.getTTL();
  }
}
