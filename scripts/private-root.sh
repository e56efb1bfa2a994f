#!/usr/bin/env bash
# Runs a command as root of a machine of its own: private user, network, mount and PID namespaces with an empty /run and /var/log.
# Nothing that it does to namespaces, links, routes, rules or mounts reaches this computer, and all of it, processes
# included, is gone when the command ends. Where user namespaces are forbidden, root gets the same without a user namespace.
set -euo pipefail

if [ $# -eq 0 ]; then
  echo "usage: scripts/private-root.sh COMMAND [ARGUMENT...]" >&2
  exit 64
fi

flags=(--net --mount --pid --fork --mount-proc --kill-child)
if unshare --user --map-root-user "${flags[@]}" true 2>/dev/null; then
  flags=(--user --map-root-user "${flags[@]}")
elif [ "$(id -u)" -ne 0 ]; then
  echo "private-root: this system forbids user namespaces to ordinary users. Run it as root, or allow them with" >&2
  echo "  sudo sysctl -w user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1" >&2
  exit 69
fi

# bash stays as PID 1: it adopts and reaps the orphans that the command leaves.
# shellcheck disable=SC2016
unshare "${flags[@]}" -- bash -c '
  mount -t tmpfs -o mode=755 tmpfs /run && mkdir /run/netns && mount -t tmpfs -o mode=755 tmpfs /var/log && ip link set lo up || exit 70
  "$@"
  exit $?
' private-root "$@"
