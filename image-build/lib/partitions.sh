# shellcheck shell=sh disable=SC2154 # here: set by the sourcing command
# Where partitions are on the card; to be sourced after lists.sh.

# start_of NAME: where a partition of card/partitions begins, in MiB.
start_of() {
  lines "$here/card/partitions" | awk -v name="$1" 'BEGIN { at = 1 } $1 == name { print at; exit } { at += $3 }'
}

# size_of NAME: in MiB.
size_of() {
  lines "$here/card/partitions" | awk -v name="$1" '$1 == name { print $3 }'
}
