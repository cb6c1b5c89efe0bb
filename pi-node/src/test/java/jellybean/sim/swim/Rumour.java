package jellybean.sim.swim;

import java.util.List;
import jellybean.cluster.Member;
import jellybean.message.NodeId;

/** What nodes say to each other about members. */
sealed interface Rumour {
  /** A life of a node. */
  record Life(NodeId node, long incarnation) implements Comparable<Life> {
    static Life of(Member member) {
      return new Life(member.node(), member.incarnation());
    }

    @Override
    public int compareTo(Life other) {
      int byNode = node.compareTo(other.node);
      return byNode != 0 ? byNode : Long.compare(incarnation, other.incarnation);
    }
  }

  /** What is believed of a life. */
  enum Status {
    ALIVE,
    SUSPECT,
    LEAVING,
    DEAD
  }

  /**
   * A belief.
   *
   * @param counter how often the life has objected to a suspicion
   */
  record Belief(Member member, Status status, long counter) {
    Life life() {
      return Life.of(member);
    }

    Belief as(Status other) {
      return new Belief(member, other, counter);
    }

    /** Whether it counts more than another one about the same life. */
    boolean overrides(Belief other) {
      if (other.status == Status.DEAD) {
        return false;
      }
      if (status == Status.DEAD) {
        return true;
      }
      if (counter != other.counter) {
        return counter > other.counter;
      }
      return status != other.status && (status == Status.SUSPECT || status == Status.LEAVING);
    }
  }

  /** Is that life there? */
  record Ping(long number, Life whom) implements Rumour {}

  /** Ask whether it is, and tell me. */
  record PingFor(long number, Member whom) implements Rumour {}

  /** The answer to either. */
  record Pong(long number, boolean isGone) implements Rumour {}

  /** A piece of news. */
  record News(Life source, long number, Belief belief) {}

  /** News, passed on. */
  record Gossiped(List<News> news) implements Rumour {
    public Gossiped {
      news = List.copyOf(news);
    }
  }

  /** A whole table; {@code asks} for the other's. */
  record Table(List<Belief> beliefs, boolean asks) implements Rumour {
    public Table {
      beliefs = List.copyOf(beliefs);
    }
  }

  /** What do you say of yourself? */
  record Who(Life whom) implements Rumour {}

  record Me(Member member) implements Rumour {}

  /** I am here; multicast to whoever hears it. */
  record Hello(NodeId node, boolean asks) implements Rumour {}
}
