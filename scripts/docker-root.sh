#!/usr/bin/env bash
# Runs a command as root of private network, mount and PID namespaces, but in the computer's own user namespace, which is
# what a container engine needs. Where that is not to be had, the command runs as it is, and what needs it skips itself.
set -euo pipefail

if [ $# -eq 0 ]; then
  echo "usage: scripts/docker-root.sh COMMAND [ARGUMENT...]" >&2
  exit 64
fi

flags=(--net --mount --pid --fork --mount-proc --kill-child)
if [ "$(id -u)" -ne 0 ]; then
  reason="a container engine needs root"
elif ! command -v dockerd >/dev/null; then
  reason="dockerd is not installed"
elif ! unshare "${flags[@]}" true 2>/dev/null; then
  reason="this system lets nobody make namespaces"
else
  # bash stays as PID 1: it adopts and reaps the orphans that the command leaves.
  # shellcheck disable=SC2016
  exec unshare "${flags[@]}" -- bash -c '
    mount -t tmpfs -o mode=755 tmpfs /run && mkdir /run/netns && ip link set lo up || exit 70
    NETLOOM_DOCKER_ROOT=yes "$@"
    exit $?
  ' docker-root "$@"
fi
echo "docker-root: $reason; the tests with a real engine are skipped" >&2
exec "$@"
