#!/usr/bin/env bash
# Runs a command as root of private network, mount and PID namespaces, but in the computer's own user namespace, which is
# what container engines (Docker, Podman) need; NETLOOM_ENGINES says which are there. Where that is not to be had, the
# command runs as it is, and what needs them skips itself.
set -euo pipefail

if [ $# -eq 0 ]; then
  echo "usage: scripts/docker-root.sh COMMAND [ARGUMENT...]" >&2
  exit 64
fi

flags=(--net --mount --pid --fork --mount-proc --kill-child)
engines=""
missing=""
if command -v dockerd >/dev/null; then engines="docker"; else missing="dockerd"; fi
if command -v podman >/dev/null && command -v runc >/dev/null &&
  { [ -x /usr/lib/podman/netavark ] || [ -x /usr/libexec/podman/netavark ]; }; then
  engines="$engines podman"
else
  missing="$missing podman (with netavark and runc)"
fi
if [ "$(id -u)" -ne 0 ]; then
  reason="a container engine needs root"
elif [ -z "$engines" ]; then
  reason="neither dockerd nor podman is installed"
elif ! unshare "${flags[@]}" true 2>/dev/null; then
  reason="this system lets nobody make namespaces"
else
  if [ -n "$missing" ]; then echo "docker-root: not installed: $missing; the tests with it are skipped" >&2; fi
  export NETLOOM_ENGINES="$engines"
  # bash stays as PID 1: it adopts and reaps the orphans that the command leaves. Podman writes to /var/lib/containers
  # whatever it is told, so that is a private one, too.
  # shellcheck disable=SC2016
  exec unshare "${flags[@]}" -- bash -c '
    mount -t tmpfs -o mode=755 tmpfs /run && mkdir /run/netns && mount -t tmpfs -o mode=755 tmpfs /var/log && ip link set lo up || exit 70
    if [ -d /var/lib/containers ]; then mount -t tmpfs -o mode=700 tmpfs /var/lib/containers || exit 70; fi
    "$@"
    exit $?
  ' docker-root "$@"
fi
echo "docker-root: $reason; the tests with a real engine are skipped" >&2
exec "$@"
