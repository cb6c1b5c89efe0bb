# shellcheck shell=sh
# Reading the data files of this folder; to be sourced after common.sh.

# lines FILE…: what they list, without comments and empty lines.
lines() {
  sed -e 's/[[:space:]]*#.*//' -e '/^$/d' "$@"
}

# package FILE NAME: the pinned file of a package in the cache, fetched if need be.
pinned() {
  pin=$(awk -v name="$2" '$1 == name { print $3, $4 }' "$1")
  [ -n "$pin" ] || die "package $2 is not in $1: expected its line there; run image-build/pin"
  digest=${pin% *}
  file=${pin#* }
  fetch "${file##*/}" "$digest" "${file%/*}"
}
