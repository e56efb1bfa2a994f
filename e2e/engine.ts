import type { PrivateRoot } from './private-root'

/** A real engine on that computer, with an image made of busybox alone, and containers that have no network yet. */
export const DOCKER = (folder: string, ...containers: string[]) => `
  mkdir -p ${folder}/root/bin
  setsid dockerd --data-root ${folder}/data --exec-root ${folder}/exec --pidfile ${folder}/pid --host unix:///run/docker.sock \\
    --storage-driver vfs </dev/null >${folder}/log 2>&1 &
  export DOCKER_HOST=unix:///run/docker.sock
  until docker version >/dev/null 2>&1; do kill -0 $! || { tail -n 20 ${folder}/log >&2; exit 1; }; sleep 0.1; done
  cd ${folder}/root
  cp "$(command -v busybox)" bin/busybox
  for name in sh sleep ip ping; do ln -s busybox bin/$name; done
  tar -c . | docker import - netloom-test >/dev/null
  for name in ${containers.join(' ')}; do docker run --detach --name $name --network none netloom-test sleep 3600 >/dev/null; done`

/** What a test says that is skipped for it. */
export const NO_DOCKER = 'a container engine needs root, dockerd and busybox'

/** Whether that computer can run an engine of its own. */
export async function canRunDocker(root: PrivateRoot): Promise<boolean> {
  if (root.alone) return false
  return root.sh('command -v dockerd && command -v docker && command -v busybox').then(
    () => true,
    () => false,
  )
}
