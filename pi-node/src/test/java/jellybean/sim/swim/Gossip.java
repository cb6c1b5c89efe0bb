package jellybean.sim.swim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jellybean.cluster.Member;
import jellybean.message.NodeId;
import jellybean.sim.swim.Rumour.Belief;
import jellybean.sim.swim.Rumour.Life;
import jellybean.sim.swim.Rumour.News;

/** Passes news on to a few members at a time, for a few rounds. */
final class Gossip {
  private final Swim swim;
  private final Map<Key, Item> items = new LinkedHashMap<>();
  private long numbers;
  private long round;

  private record Key(Life source, long number) {}

  private static final class Item {
    private final News news;
    private final long sinceRound;
    private final Set<NodeId> knows = new HashSet<>();

    Item(News news, long sinceRound) {
      this.news = news;
      this.sinceRound = sinceRound;
    }
  }

  Gossip(Swim swim) {
    this.swim = swim;
  }

  /** Something to be told to everybody. */
  void spread(Belief belief) {
    News news = new News(swim.life, ++numbers, belief);
    items.put(new Key(news.source(), news.number()), new Item(news, round));
  }

  /** Whether it was not heard before; if so it is passed on. */
  boolean isNew(NodeId from, News news) {
    Key key = new Key(news.source(), news.number());
    Item known = items.get(key);
    boolean isNew = known == null && !news.source().equals(swim.life);
    if (isNew) {
      known = new Item(news, round);
      items.put(key, known);
    }
    if (known != null) {
      known.knows.add(from);
    }
    return isNew;
  }

  void round() {
    round++;
    List<Member> others = swim.members().others();
    int logarithm = Integer.SIZE - Integer.numberOfLeadingZeros(others.size() + 1);
    long rounds = (long) swim.profile.gossipRepeat() * logarithm;
    for (Iterator<Item> each = items.values().iterator(); each.hasNext(); ) {
      if (round - each.next().sinceRound > 2 * (rounds + 1)) {
        each.remove();
      }
    }
    if (!items.isEmpty() && !others.isEmpty()) {
      choose(others).forEach(member -> tell(member.node(), rounds));
    }
  }

  private List<Member> choose(List<Member> others) {
    List<Member> left = new ArrayList<>(others);
    List<Member> chosen = new ArrayList<>();
    while (!left.isEmpty() && chosen.size() < swim.profile.gossipFanout()) {
      chosen.add(left.remove(swim.random.nextInt(left.size())));
    }
    return chosen;
  }

  private void tell(NodeId member, long rounds) {
    List<News> told = new ArrayList<>();
    for (Item item : items.values()) {
      boolean isHot = round - item.sinceRound <= rounds;
      if (isHot && !item.knows.contains(member) && !item.news.source().node().equals(member)) {
        told.add(item.news);
      }
    }
    if (!told.isEmpty()) {
      swim.send(member, new Rumour.Gossiped(told));
    }
  }
}
