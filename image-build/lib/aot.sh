# shellcheck shell=sh disable=SC2154 # cache, project: set by the sourcing command
# The AOT cache of the node: classes parsed, verified and linked ahead of time. It is made by the JVM that ships,
# in the root that ships, in the emulator of programs; a cache of other jars, other times of them or other options
# is refused by the JVM. To be sourced after common.sh and jelly.sh.

# How long the node may take to be ready there, and the JVM to write the cache.
training_limit_seconds=600

# make_aot ROOT OUT: a node of a fleet of its own, alone, that runs a system; at its end the JVM writes the cache.
make_aot() {
  training=$cache/work/training
  rm -rf "$training"
  mkdir -p "$training"
  make_fleet "$training/fleet" board || return 1
  cp -r "$training/fleet/nodes/board" "$training/identity"
  port=$((20000 + $$ % 20000))
  binds=$training:/data in_root "$1" QEMU_CPU=arm1176 /usr/lib/jvm/bin/java -XX:AOTCacheOutput=/data/node.aot \
    @/usr/lib/jellybean/java.args jellybean.node.NodeMain --identity /data/identity --data /data/node \
    --host 127.0.0.1 --port "$port" --profile emulated >"$training/node.log" 2>&1 &
  training_pid=$!
  began=$(date +%s)
  until grep -q ':event :ready' "$training/node.log"; do
    if ! kill -0 "$training_pid" 2>/dev/null || [ $(($(date +%s) - began)) -gt "$training_limit_seconds" ]; then
      tail -n 20 "$training/node.log" >&2
      say "the node that trains the cache was not ready after $(($(date +%s) - began)) s"
      return 1
    fi
    sleep 1
  done
  say "  the node was ready after $(($(date +%s) - began)) s"
  train "127.0.0.1:$port" || return 1
  # The node is the one child of the namespace's first process.
  pkill -TERM -f "jellybean.node.NodeMain --identity /data/identity --data /data/node --host 127.0.0.1 --port $port" || true
  wait "$training_pid" || true
  [ -s "$training/node.aot" ] || {
    tail -n 20 "$training/node.log" >&2
    say "the JVM wrote no cache"
    return 1
  }
  mv "$training/node.aot" "$2"
  rm -rf "$training"
}

# train MEMBER: what a node does first: a system is deployed to it, runs, is looked at, and is taken away.
train() {
  for order in "deploy $project/pi-node/systems/wordcount.edn" "undeploy wordcount"; do
    # shellcheck disable=SC2086 # an order and its argument
    jelly ${order%% *} --member "$1" --identity "$training/fleet/operators/emulator" ${order#* } >&2 || return 1
  done
}
