"""jelly-update, with the real tools, on two files that stand for the slots."""

import fcntl
import functools
import hashlib
import http.server
import pathlib
import random
import shutil
import subprocess
import threading
import unittest

from board import Board

SLOT_BYTES = 6 << 20
OLD = "20260101T000000Z-aaaaaaa"
NEW = "20260202T000000Z-bbbbbbb"
SIGNED = pathlib.Path(__file__).parent.parent / "lib/signed.sh"


class UpdateTest(Board):
    @classmethod
    def setUpClass(cls):
        bits = random.Random(1)
        cls.old = bits.randbytes(SLOT_BYTES)
        # Something in the middle is new, and what follows lies elsewhere.
        cls.new = cls.old[: 2 << 20] + bits.randbytes(300_000) + cls.old[2 << 20 : -300_000]

    def setUp(self):
        super().setUp()
        (self.folder / "slots2").write_bytes(self.old)
        (self.folder / "slots3").write_bytes(bytes(SLOT_BYTES))
        (self.folder / "data/identity").mkdir(parents=True)
        self.write("version", OLD + "\n")
        self.key = self.make_key("fleet")
        shutil.copy(self.folder / "fleet.pub", self.folder / "data/identity/update.pub")
        self.offer(self.new, NEW, self.key)

    def make_key(self, name):
        key = self.folder / (name + ".key")
        self.host("minisign", "-G", "-W", "-p", str(self.folder / (name + ".pub")), "-s", str(key))
        return key

    def host(self, *command):
        subprocess.run(command, check=True, capture_output=True, text=True)

    def offer(self, content, version, key):
        """As image-build/update does it."""
        (self.folder / "content").write_bytes(content)
        self.host("sh", "-euc", '. "$0"; make_signed "$@"', str(SIGNED), *map(str, (self.folder / "content", version, key, self.folder / "next")))

    def update(self, *words):
        return self.run_program(
            "update",
            *(words or [str(self.folder / "next.caibx")]),
            JELLY_SLOTS=str(self.folder / "slots"),
            JELLY_VERSION=str(self.folder / "version"),
        )

    def refused(self, *words):
        done = self.update(*words)
        self.assertEqual(1, done.returncode, done.stderr)
        return done.stderr.strip().splitlines()[-1].removeprefix("jelly-update: ").replace(str(self.folder), "…")

    def slot_b(self):
        return (self.folder / "slots3").read_bytes()

    def rebooted(self):
        return (self.folder / "rebooted").exists()

    def chunks(self):
        return [f for f in (self.folder / "next.castr").rglob("*") if f.is_file()]

    def nothing_happened(self):
        self.assertEqual("{:running :a, :order [:a :b], :left {:a 3, :b 3}, :changes 0}", self.slots())
        self.assertEqual(bytes(SLOT_BYTES), self.slot_b())
        self.assertFalse(self.rebooted())

    def is_on_trial(self):
        self.assertEqual(self.new, self.slot_b())
        self.assertEqual("{:running :a, :order [:b :a], :left {:a 3, :b 3}, :changes 2}", self.slots())

    def test_a_signed_update_is_written_into_the_other_slot_which_is_started(self):
        done = self.update()
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn("version %s goes to slot b" % NEW, done.stderr)
        self.is_on_trial()
        self.assertTrue(self.rebooted())
        self.assertFalse((self.folder / "data/update/tmp").exists())

    def test_only_chunks_that_the_running_slot_does_not_have_are_transferred(self):
        web = Web(self.folder)
        self.addCleanup(web.stop)
        done = self.update(web.address + "/next.caibx")
        self.assertEqual(0, done.returncode, done.stderr)
        self.is_on_trial()
        self.assertTrue(0 < web.count(".cacnk") < len(self.chunks()) / 3, "%d of %d" % (web.count(".cacnk"), len(self.chunks())))

    def test_an_interrupted_update_is_continued_and_what_is_there_is_not_transferred_again(self):
        fresh = len(self.missing_chunks())
        web = Web(self.folder)
        self.addCleanup(web.stop)
        web.chunks_left = 4
        said = self.refused(web.address + "/next.caibx")
        self.assertIn("slot b: expected content with SHA-256 " + hashlib.sha256(self.new).hexdigest(), said)
        self.assertEqual("{:running :a, :order [:a :b], :left {:a 3, :b 0}, :changes 1}", self.slots(), "it is not started")
        web.chunks_left = 1000
        web.asked.clear()
        done = self.update(web.address + "/next.caibx")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual(self.new, self.slot_b())
        self.assertIn(":order [:b :a], :left {:a 3, :b 3}", self.slots())
        self.assertTrue(0 < web.count(".cacnk") < fresh, "%d of %d" % (web.count(".cacnk"), fresh))

    def missing_chunks(self):
        """The chunks that the running slot does not have."""
        self.host("casync", "make", "--store=%s" % (self.folder / "old.castr"), str(self.folder / "old.caibx"), str(self.folder / "slots2"))
        return sorted(c for c in self.chunks() if not (self.folder / "old.castr" / c.relative_to(self.folder / "next.castr")).exists())

    def test_what_another_key_signed_is_refused(self):
        self.offer(self.new, NEW, self.make_key("stranger"))
        said = self.refused()
        self.assertIn("…/next.caibx: expected a signature of the key in …/data/identity/update.pub, found: Signature key id in", said)
        self.nothing_happened()

    def test_an_index_that_was_changed_is_refused(self):
        with open(self.folder / "next.caibx", "r+b") as index:
            index.seek(200)
            index.write(b"\xff")
        self.assertIn("found: Signature verification failed", self.refused())
        self.nothing_happened()

    def test_a_comment_that_was_changed_is_refused(self):
        signature = self.folder / "next.caibx.minisig"
        signature.write_text(signature.read_text().replace(NEW, "20270101T000000Z-ccccccc"))
        self.assertIn("expected a signature of the key in", self.refused())
        self.nothing_happened()

    def test_a_chunk_that_was_changed_is_not_started(self):
        self.missing_chunks()[0].write_bytes(b"something else")
        self.assertIn("slot b: expected content with SHA-256", self.refused())
        self.assertIn(":order [:a :b], :left {:a 3, :b 0}", self.slots())
        self.assertFalse(self.rebooted())

    def test_a_board_without_a_key_takes_none(self):
        (self.folder / "data/identity/update.pub").unlink()
        self.assertEqual(
            "no update can be verified: expected the fleet's public key in …/data/identity/update.pub, found none", self.refused()
        )
        self.nothing_happened()

    def test_an_older_version_is_taken_only_on_demand(self):
        self.write("version", "20260303T000000Z-ddddddd\n")
        self.assertEqual(
            "…/next.caibx: expected a version newer than 20260303T000000Z-ddddddd, which runs, found %s; --older takes it all the same" % NEW,
            self.refused(),
        )
        self.nothing_happened()
        self.assertEqual(0, self.update("--older", str(self.folder / "next.caibx")).returncode)
        self.is_on_trial()

    def test_the_version_that_runs_is_not_written_again(self):
        self.write("version", NEW + "\n")
        done = self.update()
        self.assertEqual((0, "jelly-update: version %s runs already" % NEW), (done.returncode, done.stderr.strip()))
        self.nothing_happened()

    def test_what_does_not_fit_is_refused_before_anything_is_written(self):
        self.offer(self.new + b"more", NEW, self.key)
        self.assertEqual("slot b: expected an update of at most %d bytes, found %d" % (SLOT_BYTES, SLOT_BYTES + 4), self.refused())
        self.nothing_happened()

    def test_what_is_not_there_is_said(self):
        self.assertEqual("…/none.caibx cannot be read: No such file or directory", self.refused(str(self.folder / "none.caibx")))
        self.assertEqual("…/next: expected the name of an index, *.caibx", self.refused(str(self.folder / "next")))
        with open(self.folder / "next.caibx", "ab") as index:
            index.truncate((1 << 20) + 1)
        self.assertEqual("…/next.caibx: expected at most 1048576 bytes, found more", self.refused())
        self.nothing_happened()

    def test_wrong_arguments_are_said_with_the_usage(self):
        done = self.update("--fast", "x.caibx")
        self.assertEqual(2, done.returncode)
        self.assertIn("usage: jelly-update", done.stderr)
        self.assertIn("expected one FILE and no option but --older and --no-restart, found '--fast x.caibx'", done.stderr)

    def test_there_is_one_update_at_a_time(self):
        with open(self.folder / "data/update/lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assertEqual("another update is being written", self.refused())
        self.nothing_happened()

    def test_a_slot_has_to_see_others_if_the_board_saw_some_when_it_was_written(self):
        self.write("pulse.edn", '{:node "a", :members 3, :beats 1}\n')
        self.assertEqual(0, self.update("--no-restart", str(self.folder / "next.caibx")).returncode)
        self.assertEqual("b\n", self.read("data/update/had-peers"))
        self.assertFalse(self.rebooted())
        self.write("pulse.edn", '{:node "a", :members 1, :beats 1}\n')
        self.assertEqual(0, self.update().returncode)
        self.assertFalse((self.folder / "data/update/had-peers").exists())


class Web:
    """A web server of a folder that counts what it is asked for."""

    def __init__(self, folder):
        self.asked = []
        self.chunks_left = 1000
        outer = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def do_GET(self):
                outer.chunks_left -= self.path.endswith(".cacnk")
                if outer.chunks_left < 0:
                    self.close_connection = True  # as if the cable had been pulled
                else:
                    super().do_GET()

            def log_request(self, code="-", size="-"):
                outer.asked.append(self.path)

            def log_message(self, format, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        self.address = "http://127.0.0.1:%d" % self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def count(self, suffix):
        return len([path for path in self.asked if path.endswith(suffix)])

    def stop(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


if __name__ == "__main__":
    unittest.main()
