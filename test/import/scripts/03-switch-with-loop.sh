#!/usr/bin/env bash
set -euo pipefail

BRIDGE=sw-main
NET=10.22.0
HOSTS=(ann bob cyd)

cleanup() {
  for h in "${HOSTS[@]}"; do
    ip netns del "$h" 2>/dev/null || true
  done
  ip link del "$BRIDGE" 2>/dev/null || true
}

setup() {
  ip link add name "$BRIDGE" type bridge
  ip addr add "$NET.254/24" dev "$BRIDGE"
  ip link set dev "$BRIDGE" up
  local n=0
  for h in "${HOSTS[@]}"; do
    n=$((n + 1))
    ip netns add "$h"
    ip link add "p-$h" type veth peer name eth0 netns "$h"
    ip link set "p-$h" master "$BRIDGE" up
    ip -n "$h" addr add "$NET.$n/24" dev eth0
    ip -n "$h" link set lo up
    ip -n "$h" link set eth0 up
    ip -n "$h" route add default via "$NET.254"
  done
}

case "${1:-setup}" in
  setup) setup ;;
  cleanup) cleanup ;;
  *) echo "usage: $0 setup|cleanup" >&2; exit 1 ;;
esac
