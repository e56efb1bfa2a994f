import { describe, expect, test } from 'vitest'
import { engineSocket } from './engine-api'

describe('an engine', () => {
  test.each([
    ['docker', {}, 0, '/run/docker.sock'],
    ['docker', { XDG_RUNTIME_DIR: '/run/user/1000' }, 1000, '/run/docker.sock'],
    ['docker', { DOCKER_HOST: 'unix:///tmp/d.sock' }, 0, '/tmp/d.sock'],
    ['docker', { DOCKER_HOST: 'tcp://10.0.0.1:2375' }, 0, '/run/docker.sock'],
    ['podman', {}, 0, '/run/podman/podman.sock'],
    ['podman', { XDG_RUNTIME_DIR: '/run/user/0' }, 0, '/run/podman/podman.sock'],
    ['podman', { XDG_RUNTIME_DIR: '/run/user/1000' }, 1000, '/run/user/1000/podman/podman.sock'],
    ['podman', { XDG_RUNTIME_DIR: '../x' }, 1000, '/run/podman/podman.sock'],
    ['podman', { CONTAINER_HOST: 'unix:///tmp/p.sock', XDG_RUNTIME_DIR: '/run/user/1000' }, 1000, '/tmp/p.sock'],
  ] as const)('%s with %j of user %i listens on %s', (engine, env, uid, socket) => {
    expect(engineSocket(engine, env as unknown as NodeJS.ProcessEnv, uid)).toBe(socket)
  })
})
