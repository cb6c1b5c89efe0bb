# shellcheck shell=sh
# How the node is, as it says itself every 5 s (`--pulse`); to be sourced. JELLY_PULSE names another file, for tests.
pulse=${JELLY_PULSE:-/run/pulse.edn}

# A beat that is older tells that the node hangs, has ended, or cannot write.
pulse_seconds=30

# Whether there was a beat lately. By the time since the board started: the clock may jump.
is_alive() {
  [ -s "$pulse" ] && [ "$(beats)" != "$last_beats" ] && last_beats=$(beats) && last_beat_at=$(uptime_seconds)
  [ -n "$last_beat_at" ] && [ $(($(uptime_seconds) - last_beat_at)) -le "$pulse_seconds" ]
}
last_beats=
last_beat_at=

uptime_seconds() {
  cut -d. -f1 "${JELLY_UPTIME:-/proc/uptime}"
}

beats() {
  sed -n 's/.*:beats \([0-9]*\).*/\1/p' "$pulse"
}

# How many members it sees, itself included.
members() {
  sed -n 's/.*:members \([0-9]*\).*/\1/p' "$pulse"
}
