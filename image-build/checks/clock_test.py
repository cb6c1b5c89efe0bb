"""Where a board has its time from."""

import unittest

from board import Board

CHRONYD = """#!/bin/sh
echo "$@" >>"$BOARD/chronyd"
exec /bin/sleep 1000
"""

DATE = """#!/bin/sh
echo "$@" >>"$BOARD/date"
"""


class ClockTest(Board):
    def setUp(self):
        super().setUp()
        for name, text in (("chronyd", CHRONYD), ("date", DATE)):
            self.write("bin/" + name, text)
            (self.folder / "bin" / name).chmod(0o755)
        (self.folder / "run").mkdir()
        self.write("end", "100\n")

    def clock(self):
        self.run_program("clock", JELLY_RUN=str(self.folder / "run"))
        return self.read("log").strip().splitlines()

    def servers(self):
        return [line for line in self.read("run/chrony.conf").splitlines() if line.startswith("server")]

    def test_without_servers_and_peers_nothing_is_set(self):
        self.assertEqual([], self.clock())
        self.assertFalse((self.folder / "chronyd").exists())
        self.assertFalse((self.folder / "date").exists())

    def test_a_clock_that_cannot_be_right_is_set_by_what_peers_say_once(self):
        self.write("pulse.edn", '{:node "a", :members 3, :beats 9, :time-s 1767225600}\n')
        self.assertEqual(["clock: set by what peers say, to 1767225600 s since 1970 at 20 s"], self.clock())
        self.assertEqual("-s @1767225600\n", self.read("date"))

    def test_it_is_not_set_while_it_may_be_right(self):
        self.write("pulse.edn", '{:node "a", :members 3, :beats 9}\n')
        self.assertEqual([], self.clock())

    def test_the_servers_of_the_fleet_and_of_the_cell_are_asked(self):
        self.write("data/ntp", "10.1.1.1\ntime.example\n")
        self.write("run/ntp", "10.2.2.2\n10.1.1.1\n")
        self.assertEqual(["clock: asks 10.1.1.1 10.2.2.2 time.example for the time at 20 s"], self.clock())
        self.assertEqual(["server %s iburst" % name for name in ("10.1.1.1", "10.2.2.2", "time.example")], self.servers())
        self.assertEqual("-d -u root -f %s\n" % (self.folder / "run/chrony.conf"), self.read("chronyd"))

    def test_servers_that_become_known_later_are_asked_then(self):
        self.at(50, 'echo 10.3.3.3 >"$BOARD/run/ntp"')
        self.assertEqual(["clock: asks 10.3.3.3 for the time at 50 s"], self.clock())

    def test_what_is_no_name_of_a_server_is_passed_over(self):
        self.write("data/ntp", "10.1.1.1\nx; makestep\n\n$(reboot)\n")
        self.clock()
        self.assertEqual(["server 10.1.1.1 iburst"], self.servers())

    def test_no_more_than_eight_are_asked(self):
        self.write("data/ntp", "".join("10.1.1.%d\n" % n for n in range(20)))
        self.clock()
        self.assertEqual(8, len(self.servers()))


if __name__ == "__main__":
    unittest.main()
