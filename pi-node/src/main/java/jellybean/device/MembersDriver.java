package jellybean.device;

import java.util.Map;
import java.util.Set;
import jellybean.actor.Behaviour;
import jellybean.edn.Keyword;
import jellybean.system.DeviceCatalogue;
import jellybean.system.DeviceDef;

/** {@code {:device fleet :type :members :says #{:members}}}: who is there, when that changes. */
final class MembersDriver implements Driver {
  private final MemberFeed feed;

  MembersDriver(MemberFeed feed) {
    this.feed = feed;
  }

  @Override
  public Keyword type() {
    return Keyword.of("members");
  }

  @Override
  public DeviceCatalogue.DeviceType contract() {
    return new DeviceCatalogue.DeviceType(Map.of(), Set.of(), Set.of(Members.MEMBERS));
  }

  @Override
  public Behaviour<?> create(DeviceDef def) {
    return new Members(def.name(), feed);
  }
}
