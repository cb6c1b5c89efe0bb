"""When a slot is well, and when the watchdog is fed."""

import unittest

from board import Board


class ConfirmTest(Board):
    def setUp(self):
        super().setUp()
        (self.folder / "data/identity").mkdir()
        self.write("data/identity/cert.pem", "a certificate\n")

    def confirm(self):
        done = self.run_program("confirm")
        self.assertEqual("", done.stderr)
        return self.read("log").strip()

    def is_confirmed(self):
        return ":changes 1" in self.slots()

    def starts_anew(self):
        return (self.folder / "rebooted").exists()

    def test_a_node_that_sees_others_is_well(self):
        self.beats_from(60, 80, members=3)
        self.assertEqual("confirm: this slot is well: its node sees 2 others at 60 s", self.confirm())
        self.assertTrue(self.is_confirmed())

    def test_a_node_that_is_alone_is_well_when_it_has_answered_for_a_while(self):
        self.beats_from(60, 120, members=1)
        self.assertEqual("confirm: this slot is well: its node is alone, and has answered for 40 s at 100 s", self.confirm())
        self.assertTrue(self.is_confirmed())

    def test_a_node_that_hangs_in_between_begins_its_while_anew(self):
        self.beats_from(60, 70, members=1)
        self.beats_from(120, 180, members=1)
        self.assertIn("at 160 s", self.confirm())

    def test_a_board_that_had_peers_before_its_update_must_see_them_again(self):
        self.write("data/update/had-peers", "a\n")
        self.beats_from(60, 220, members=1)
        self.assertIn("this slot is not well: no other member seen", self.confirm())
        self.assertFalse(self.is_confirmed())
        self.assertTrue(self.starts_anew())

    def test_it_sees_them_again(self):
        self.write("data/update/had-peers", "a\n")
        self.beats_from(60, 150, members=1)
        self.beats_from(150, 170, members=2)
        self.assertIn("its node sees 1 others at 150 s", self.confirm())
        self.assertFalse((self.folder / "data/update/had-peers").exists())

    def test_the_slot_that_it_falls_back_to_may_be_alone(self):
        self.write("data/update/had-peers", "b\n")
        self.beats_from(60, 120, members=1)
        self.assertIn("its node is alone", self.confirm())

    def test_a_node_that_never_answers_costs_an_attempt(self):
        self.assertIn("starting anew at 200 s", self.confirm())
        self.assertFalse(self.is_confirmed())
        self.assertTrue(self.starts_anew())

    def test_a_board_without_an_identity_runs_no_node(self):
        (self.folder / "data/identity/cert.pem").unlink()
        self.assertEqual("confirm: this slot is well: a board without an identity at 20 s", self.confirm())


class WatchdogTest(Board):
    def setUp(self):
        super().setUp()
        (self.folder / "data/identity").mkdir()
        self.write("data/identity/cert.pem", "a certificate\n")
        self.write("fed", "")

    def feed(self, until):
        self.write("end", "%d\n" % until)
        self.run_program("watchdog")
        return len(self.read("fed").splitlines())

    def test_it_is_fed_every_five_seconds_while_the_node_answers(self):
        self.beats_from(25, 300, members=1)
        self.assertEqual(56, self.feed(until=300))
        self.assertEqual("watchdog: armed at 20 s\n", self.read("log"))

    def test_a_node_has_its_time_to_start(self):
        self.beats_from(75, 300, members=1)
        self.assertEqual(56, self.feed(until=300))

    def test_a_node_that_never_answers_starves_it(self):
        self.assertEqual(13, self.feed(until=300))
        self.assertIn("no node has answered for 60 s: the board is to start anew at 85 s", self.read("log"))

    def test_so_does_a_node_that_hangs(self):
        self.beats_from(25, 100, members=1)
        self.assertEqual(34, self.feed(until=300))
        self.assertIn("at 190 s", self.read("log"))

    def test_without_an_identity_it_is_fed(self):
        (self.folder / "data/identity/cert.pem").unlink()
        self.assertEqual(56, self.feed(until=300))


if __name__ == "__main__":
    unittest.main()
