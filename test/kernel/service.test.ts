import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hookFile } from '../../core/script/services'
import { Namespace } from '../../server/agent/kernel/namespace'
import { Service } from '../../server/agent/services/service'
import { run } from './ip-machine'

const SPEC = { kind: 'dhcp-client', interface: 'lo' } as const
/** On a machine that does other things as well. */
const SOON = { timeout: 20_000 }

describe('a program that is kept running', () => {
  let folder: string
  let namespace: Namespace
  let service: Service

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netloom-service-'))
    run('ip', ['netns', 'add', 'served'])
    namespace = Namespace.existing('served')
    service = new Service(namespace, 'lab', SPEC, 1, folder, () => undefined)
  })

  afterEach(() => {
    service.kill()
    namespace.close()
    run('ip', ['netns', 'delete', 'served'])
    rmSync(folder, { recursive: true, force: true })
  })

  test('can be stopped although it has died and something that it started still holds its outputs', async () => {
    const holder = join(folder, 'holder')
    mkdirSync(dirname(hookFile(folder)))
    writeFileSync(
      hookFile(folder),
      `#!/bin/sh\n[ -e ${holder} ] || { sleep 1000 & echo $! >${holder}.new; mv ${holder}.new ${holder}; }\n`,
      {
        mode: 0o755,
      },
    )
    await service.start()
    await expect.poll(() => existsSync(holder), SOON).toBe(true)
    const { pid = 0 } = service.state
    process.kill(pid, 'SIGKILL')
    try {
      // Its process is gone, and reaped: so Node knows.
      await expect.poll(() => existsSync(`/proc/${pid}`), SOON).toBe(false)
      await service.stop()
    } finally {
      process.kill(Number(readFileSync(holder, 'utf8')), 'SIGKILL')
    }
    await expect.poll(() => service.state.running, SOON).toBe(false)
  })

  test('is kept, and can be stopped, although its number cannot be written down', async () => {
    rmSync(folder, { recursive: true })
    await service.start()
    const { pid = 0 } = service.state
    expect(existsSync(`/proc/${pid}`)).toBe(true)
    await service.stop()
    expect(existsSync(`/proc/${pid}`)).toBe(false)
  })
})
