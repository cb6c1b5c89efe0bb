"""What tests of the board's programs share: a folder that stands for a board, and a time that passes only there."""

import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAMS = pathlib.Path(__file__).parent.parent / "root/overlay/usr/lib/jellybean"
CARD_MAP = pathlib.Path(__file__).parent.parent / "card/slot.sh"

SLEEP = """#!/bin/sh
# Time passes, and what is to happen then happens.
now=$(($(cut -d. -f1 "$BOARD/uptime") + $1))
[ "$1" -lt 1000000 ] || exit 0
echo "$now.00" >"$BOARD/uptime"
[ ! -e "$BOARD/at/$now" ] || . "$BOARD/at/$now"
[ "$now" -lt "$(cat "$BOARD/end")" ] || kill -TERM "$PPID"
"""


class Board(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name in ("bin", "at", "data/update"):
            (self.folder / name).mkdir(parents=True)
        programs = self.folder / "programs"
        programs.mkdir()
        for program in PROGRAMS.iterdir():
            if program.is_file():
                (programs / program.name).write_bytes(program.read_bytes())
                (programs / program.name).chmod(program.stat().st_mode)
        (programs / "card.sh").write_bytes(CARD_MAP.read_bytes())
        (self.folder / "bin/sleep").write_text(SLEEP)
        (self.folder / "bin/sleep").chmod(0o755)
        self.write("uptime", "20.00\n")
        self.write("end", "100000\n")
        self.write("cmdline", "console=ttyS1 slot=a panic=10\n")
        self.write("log", "")
        with open(self.folder / "card", "wb") as card:
            card.truncate(1 << 20)

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def read(self, name):
        return (self.folder / name).read_text()

    def at(self, second, command):
        """Something happens when the board has been up for so long."""
        self.write("at/%d" % second, command + "\n")

    def beats_from(self, second, until, members):
        """The node beats every five seconds."""
        for number, moment in enumerate(range(second, until, 5)):
            self.at(moment, 'echo "{:node \\"a\\", :members %d, :beats %d}" >"$BOARD/pulse.edn"' % (members, number + 1))

    def run_program(self, *command, **more):
        environment = {
            "PATH": "%s:%s" % (self.folder / "bin", os.environ["PATH"]),
            "BOARD": str(self.folder),
            "JELLY_UPTIME": str(self.folder / "uptime"),
            "JELLY_PULSE": str(self.folder / "pulse.edn"),
            "JELLY_CARD": str(self.folder / "card"),
            "JELLY_CMDLINE": str(self.folder / "cmdline"),
            "JELLY_DATA": str(self.folder / "data"),
            "JELLY_LOG": str(self.folder / "log"),
            "JELLY_WATCHDOG": str(self.folder / "fed"),
            "JELLY_ALONE_SECONDS": "40",
            "JELLY_LIMIT_SECONDS": "200",
            "JELLY_START_SECONDS": "60",
            "JELLY_REBOOT": "touch %s" % (self.folder / "rebooted"),
            **more,
        }
        program = str(self.folder / "programs" / command[0])
        return subprocess.run(
            [program, *command[1:]], env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    def slots(self):
        return self.run_program("slot", "show").stdout.strip()
