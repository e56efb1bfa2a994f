import { once } from 'node:events'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ContainerState } from '../../../core/state/container'
import { type Answer, AnsweringEngine } from '../../../test/answering-engine'
import { startContainerShell } from './engine-shell'

describe('a shell that an engine is asked for', () => {
  let engine: AnsweringEngine | undefined

  afterEach(() => {
    engine?.close()
    engine = undefined
    vi.unstubAllEnvs()
  })

  async function start(answers: Record<string, Answer>): Promise<unknown> {
    engine = await AnsweringEngine.start((path) => answers[path] ?? { status: 404, body: '{}' })
    vi.stubEnv('DOCKER_HOST', `unix://${engine.socket}`)
    const container: ContainerState = { engine: 'docker', id: 'web', name: 'web', image: 'image', pid: 1, networks: [] }
    return startContainerShell(container, { cols: 80, rows: 24 }, { data: () => undefined, end: () => undefined })
  }

  test('is refused when the engine’s answer is no JSON', async () => {
    await expect(start({ '/containers/web/exec': { body: 'OK' } })).rejects.toThrow(/not JSON/)
  })

  test('is refused when the engine’s answer has no end', async () => {
    const body = JSON.stringify({ Id: 'x'.repeat(2_000_000) })
    await expect(start({ '/containers/web/exec': { body } })).rejects.toThrow(/too long/)
  })

  test('is let go of when the engine does not say which process it is', async () => {
    const hiccup = { status: 500, body: '{"message":"hiccup"}' }
    await expect(start({ '/containers/web/exec': { body: '{"Id":"e1"}' }, '/exec/e1/json': hiccup })).rejects.toThrow('hiccup')
    const [shell] = engine?.shells ?? []
    expect(shell).toBeDefined()
    // It hears of it when it reads.
    shell?.resume()
    if (shell && !shell.readableEnded) await once(shell, 'end')
  })
})
