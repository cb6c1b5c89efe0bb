# shellcheck shell=sh disable=SC2154 # here, project: set by the sourcing command
# The operator's command of this project, built if need be. To be sourced after common.sh.

jelly() {
  JELLY_LOG=error "$project/pi-node/bin/jelly" "$@"
}

# make_fleet DIR NODE…: keys of a fleet that lives as long as a test, with the operator "emulator".
make_fleet() {
  jelly --help >/dev/null && jdk25=$("$project/pi-node/bin/jdk25") || return 1
  classes="$project/pi-node/target/pi-node.jar:$project/provisioning/target/provisioning.jar"
  "$jdk25/bin/java" -cp "$classes:$project/pi-node/target/lib/*:$project/provisioning/target/lib/*" \
    "$here/lib/TryOutFleet.java" "$@"
}
