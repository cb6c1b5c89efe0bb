# shellcheck shell=sh disable=SC2034,SC2154 # set for, and by, the sourcing command
# The JDK that builds the board's runtime, and the root that it runs in: it wants a C library that this machine
# may not have. To be sourced after common.sh and jvm/version.

jdk_home=$cache/jdk/$JDK_VERSION-$JDK_REVISION
root_dir=$cache/roots/build-$(key_of "=$BUILD_SUITE" "=$BUILD_PACKAGES")

# How long a program of it may take.
jdk_limit_seconds=${limit_seconds:-1800}

# jdk PROGRAM ARGUMENT…: a program of that JDK; it sees the cache where it is.
jdk() {
  program=$1
  shift
  binds=$cache:$cache in_root "$root_dir" timeout "$jdk_limit_seconds" "$jdk_home/bin/$program" "$@"
}
