"""The boot loader's counters, as the board's own program reads and writes them."""

import unittest
import zlib

from board import Board

COPY_1 = 512 * 512
COPY_2 = 1024 * 512


def copy(seq, order, left_a, left_b):
    """As the boot loader writes it."""
    text = "seq=%x\0order=%s\0left_a=%x\0left_b=%x\0\0" % (seq, order, left_a, left_b)
    data = text.encode("ascii").ljust(508, b"\0")
    return zlib.crc32(data).to_bytes(4, "little") + data


class SlotTest(Board):
    def put(self, at, sector):
        with open(self.folder / "card", "r+b") as card:
            card.seek(at)
            card.write(sector)

    def sector(self, at):
        with open(self.folder / "card", "rb") as card:
            card.seek(at)
            return card.read(512)

    def order(self, *words):
        done = self.run_program("slot", *words)
        self.assertEqual((0, ""), (done.returncode, done.stderr))

    def refused(self, status, *words):
        done = self.run_program("slot", *words)
        self.assertEqual(status, done.returncode)
        return done.stderr.strip().splitlines()[-1]

    def test_a_new_card_begins_with_slot_a_and_all_attempts(self):
        self.assertEqual("{:running :a, :order [:a :b], :left {:a 3, :b 3}, :changes 0}", self.slots())

    def test_of_two_copies_the_newer_counts(self):
        self.put(COPY_1, copy(0x1F, "a b", 2, 3))
        self.put(COPY_2, copy(0x20, "b a", 1, 2))
        self.assertEqual("{:running :a, :order [:b :a], :left {:a 1, :b 2}, :changes 32}", self.slots())

    def test_a_copy_that_is_not_whole_does_not_count(self):
        self.put(COPY_1, copy(4, "a b", 2, 3))
        torn = copy(5, "b a", 1, 2)
        self.put(COPY_2, torn[:100] + b"\xff" * 412)
        self.assertEqual("{:running :a, :order [:a :b], :left {:a 2, :b 3}, :changes 4}", self.slots())

    def test_an_order_that_names_no_two_slots_does_not_count(self):
        self.put(COPY_1, copy(4, "a a", 2, 3))
        self.assertEqual("{:running :a, :order [:a :b], :left {:a 3, :b 3}, :changes 0}", self.slots())

    def test_confirming_gives_the_running_slot_its_attempts_back_and_the_first_place(self):
        self.put(COPY_1, copy(7, "b a", 1, 0))
        self.order("confirm")
        self.assertEqual("{:running :a, :order [:a :b], :left {:a 3, :b 0}, :changes 8}", self.slots())

    def test_what_is_so_already_is_not_written_again(self):
        self.put(COPY_1, copy(7, "a b", 3, 3))
        self.order("confirm")
        self.assertEqual(b"\0" * 512, self.sector(COPY_2))

    def test_the_copy_that_counts_is_never_the_one_that_is_written(self):
        self.put(COPY_1, copy(7, "a b", 2, 3))
        self.put(COPY_2, copy(6, "a b", 3, 3))
        before = self.sector(COPY_1)
        self.order("confirm")
        self.assertEqual(before, self.sector(COPY_1))
        self.assertIn(b"seq=8", self.sector(COPY_2))

    def test_a_slot_that_is_about_to_be_written_is_not_started(self):
        self.order("bar", "b")
        self.assertEqual("{:running :a, :order [:a :b], :left {:a 3, :b 0}, :changes 1}", self.slots())

    def test_a_slot_on_trial_comes_first(self):
        self.order("bar", "b")
        self.order("try", "b")
        self.assertEqual("{:running :a, :order [:b :a], :left {:a 3, :b 3}, :changes 2}", self.slots())

    def test_the_running_slot_is_neither_written_nor_tried(self):
        said = "expected the one that does not run, found the one that does"
        self.assertEqual("slot: cannot bar slot a: " + said, self.refused(1, "bar", "a"))
        self.assertEqual("slot: cannot try slot a: " + said, self.refused(1, "try", "a"))

    def test_what_is_wrong_is_said(self):
        self.assertEqual("slot: expected one slot, a or b, found 'c'", self.refused(1, "try", "c"))
        self.assertEqual("slot: expected an order, found 'start'", self.refused(2, "start"))
        self.write("cmdline", "quiet\n")
        self.assertEqual(
            "slot: %s: expected slot=a or slot=b, found neither" % (self.folder / "cmdline"), self.refused(1, "confirm")
        )


if __name__ == "__main__":
    unittest.main()
