package jellybean.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnReader;
import org.junit.jupiter.api.Test;

class FleetViewTest {
  private final FleetView view = new FleetView();

  private void tell(String node, String event) {
    view.accept(node, (EdnMap) EdnReader.readOne(event));
  }

  private void ready(String node, int port) {
    tell(node, "{:event :ready :node \"%s\" :tcp %d :host \"127.0.0.1\"}".formatted(node, port));
  }

  private void up(String node, String member) {
    tell(node, "{:event :member-up :member \"%s\"}".formatted(member));
  }

  @Test
  void aFleetIsCompleteWhenEveryoneSeesEveryone() {
    ready("lemon", 7001);
    ready("plum", 7002);
    assertFalse(view.isComplete(2));
    up("lemon", "plum");
    assertFalse(view.isComplete(2));
    up("plum", "lemon");
    assertTrue(view.isComplete(2));
    assertFalse(view.isComplete(3));
  }

  @Test
  void whoIsLostIsNoLongerSeen() {
    ready("lemon", 7001);
    ready("plum", 7002);
    up("lemon", "plum");
    up("plum", "lemon");
    tell("plum", "{:event :member-down :member \"lemon\"}");
    assertFalse(view.isComplete(2));
    assertEquals("seen so far: {lemon=[lemon, plum], plum=[plum]}", view.summary());
  }

  @Test
  void readyNodesAreKnownByTheirAddress() {
    ready("lemon", 7001);
    assertEquals(Map.of("lemon", new HostPort("127.0.0.1", 7001)), view.ready());
    assertEquals("127.0.0.1:7001", view.ready().values().iterator().next().toString());
  }

  @Test
  void eventsAreTakenInTheirOrderAndOnce() {
    ready("lemon", 7001);
    up("lemon", "plum");
    assertEquals(Optional.of("lemon"), view.next(0).map(FleetView.Told::node));
    assertTrue(view.next(0).isPresent());
    assertEquals(Optional.empty(), view.next(0));
  }

  @Test
  void eventsThatNobodyTakesAreBounded() {
    for (int i = 0; i < FleetView.MAX_WAITING + 10; i++) {
      up("lemon", "plum");
    }
    int taken = 0;
    while (view.next(0).isPresent()) {
      taken++;
    }
    assertEquals(FleetView.MAX_WAITING, taken);
  }
}
