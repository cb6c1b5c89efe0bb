package jellybean.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jellybean.edn.EdnMap;
import jellybean.edn.EdnVector;
import jellybean.edn.Int;
import jellybean.edn.Keyword;
import jellybean.edn.Nil;
import jellybean.edn.Real;
import jellybean.edn.Value;
import jellybean.sim.SimNode;
import jellybean.sim.Simulation;
import jellybean.system.Lattice.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Children at the points of a grid, who know their neighbours. */
class LatticeTest {
  private static final Lattice CUBE = new Lattice(List.of(2, 2, 2, 2, 2, 2), false);

  @Test
  void everyPointIsItsNumberAndItsAddress() {
    Lattice lattice = new Lattice(List.of(2, 3, 4), false);
    assertEquals(24, lattice.points());
    List<List<Integer>> points = new ArrayList<>();
    for (int i = 0; i < lattice.points(); i++) {
      points.add(lattice.point(i));
      assertEquals(lattice.point(i), Lattice.point(Lattice.segment(lattice.point(i))));
    }
    assertEquals(24, points.stream().distinct().count());
    assertEquals("0-0-1", Lattice.segment(points.get(1)));
    assertEquals("1-2-3", Lattice.segment(points.getLast()));
  }

  @ParameterizedTest(name = "{0} of {1}, wrap {2}: {3} of {4} is {5}")
  @CsvSource(
      nullValues = "none",
      value = {
        "ring,   5,   true,  +0, 4,   0",
        "ring,   5,   true,  -0, 0,   4",
        "row,    5,   false, +0, 4,   none",
        "row,    5,   false, -0, 4,   3",
        "grid,   3-3, false, +1, 1-1, 1-2",
        "grid,   3-3, false, -1, 1-0, none",
        "torus,  3-3, true,  -1, 1-0, 1-2",
        "point,  1,   true,  +0, 0,   none",
        "other,  3-3, true,  +2, 1-1, none"
      })
  void aNeighbourIsOneStepAway(
      String kind, String dims, boolean wrap, String direction, String point, String expected) {
    Optional<List<Integer>> found =
        new Lattice(Lattice.point(dims), wrap)
            .neighbour(Lattice.point(point), Direction.of(direction).orElseThrow());
    assertEquals(Optional.ofNullable(expected).map(Lattice::point), found, kind);
  }

  @Test
  void everyCornerOfAHypercubeHasAsManyNeighboursAsThereAreDimensions() {
    for (int i = 0; i < CUBE.points(); i++) {
      assertEquals(6, CUBE.directions(CUBE.point(i)).size());
    }
  }

  private static final String RING =
      """
      {:supervisor ring
       :children [{:actor node :lattice {:dims [5] :wrap true} :state [] :says #{:+0/token}
                   :on {:token (fn [seen n info]
                                 {:state (conj seen (:point info))
                                  :say (if (zero? n) [] [[:+0/token (dec n)]])})}}]}
      """;

  @Test
  void aTokenGoesRoundARing() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
    fleet.deploy("a", "ring", RING.replace(":state []", ":place :spread :state []"));
    SimNode first = fleet.locate("/ring/node/3").orElseThrow();
    first.send("/sys/test", "/ring/node/3", "token", Int.of(7));
    simulation.settle();
    assertEquals("[[3] [3]]", fleet.state("/ring/node/3").toString());
    assertEquals("[[0] [0]]", fleet.state("/ring/node/0").toString());
    assertEquals("[[1]]", fleet.state("/ring/node/1").toString());
    assertEquals(0, fleet.dead("unrouted"));
  }

  @Test
  void aNameThatIsNoDirectionOfTheLatticeIsAFault() {
    assertEquals(
        List.of("s.edn:4:60: unrouted name :+1/token: nobody takes it"),
        Samples.lines(
            Samples.check(
                Bundle.of(
                    "s.edn",
                    """
                    {:supervisor ring
                     :says #{}
                     :children [{:actor node :lattice {:dims [5]} :state []
                                 :on {:token (fn [s d] nil)} :says #{:+0/token :+1/token}}]}
                    """))));
  }

  @Test
  void theCosmicCubeFindsTheFieldThatAPlainComputationFinds() {
    Simulation simulation = new Simulation(1);
    SimCluster fleet = SimCluster.of(simulation, "a", "b", "c");
    fleet.deploy(
        "a", "cosmic-cube", Bundle.collect("cosmic-cube.edn", Samples::example), EdnMap.EMPTY);
    fleet.send("/cosmic-cube", "begin", Nil.NIL);
    simulation.settle();
    EdnMap field = (EdnMap) fleet.state("/cosmic-cube/field");
    double[] sameTurns = relaxed(250);
    double[] fixedPoint = relaxed(5_000);
    for (int i = 0; i < CUBE.points(); i++) {
      List<Value> point = CUBE.point(i).stream().<Value>map(Int::of).toList();
      double found = ((Real) field.get(EdnVector.of(point), Nil.NIL)).value();
      assertEquals(sameTurns[i], found, 0.0, () -> "at " + point);
      assertEquals(fixedPoint[i], found, 1e-6, () -> "at " + point);
    }
    assertEquals(0, fleet.dead("unrouted") + fleet.dead("overflow") + fleet.dead("crashed"));
  }

  /** Gauss and Seidel's method: first all even corners, then all odd ones, in plain loops. */
  private static double[] relaxed(int turns) {
    double[] value = new double[CUBE.points()];
    for (int turn = 0; turn < turns; turn++) {
      for (int parity = 0; parity < 2; parity++) {
        for (int i = 0; i < value.length; i++) {
          if (Integer.bitCount(i) % 2 == parity) {
            value[i] = i == 0 ? 1.0 : i == value.length - 1 ? 0.0 : meanAround(value, i);
          }
        }
      }
    }
    return value;
  }

  /** In the order of the dimensions, as the first of them is the highest bit. */
  private static double meanAround(double[] value, int corner) {
    double sum = 0;
    for (int bit = value.length / 2; bit > 0; bit /= 2) {
      sum += value[corner ^ bit];
    }
    return sum / 6;
  }

  @Test
  void keywordsOfDirectionsAreThoseThatDocumentsUse() {
    assertEquals(":+0/edge", Keyword.of("+0", "edge").toString());
  }
}
