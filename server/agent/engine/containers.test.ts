import { afterEach, describe, expect, test } from 'vitest'
import { emptyLab } from '../../../core/lab/empty'
import type { Lab } from '../../../core/lab/schema'
import { type Answer, AnsweringEngine, inspected } from '../../../test/answering-engine'
import { Containers } from './containers'

const BUSY: Answer = { status: 500, body: '{"message":"busy"}' }

describe('the containers of an engine', () => {
  let engine: AnsweringEngine | undefined

  afterEach(() => {
    engine?.close()
    engine = undefined
  })

  async function asked(answers: Record<string, Answer>): Promise<Containers> {
    engine = await AnsweringEngine.start((path) => answers[path] ?? { status: 404, body: '{}' })
    const containers = new Containers(new Map([['docker', engine.socket]]))
    await containers.refresh()
    return containers
  }

  function names(containers: Containers): string[] {
    return containers.list().flatMap((guest) => guest.containers.map(({ name }) => name))
  }

  test.each([
    ['is busy', BUSY],
    ['answers something else', { body: 'OK' }],
    ['answers in another form', { body: '{}' }],
  ])('stay what they were while it %s', async (_why, odd) => {
    const answers: Record<string, Answer> = {
      '/containers/json': { body: '[{"Id":"web"}]' },
      '/containers/web/json': inspected('web', process.pid),
    }
    const containers = await asked(answers)
    answers['/containers/json'] = odd
    await containers.refresh()
    expect(names(containers)).toEqual(['web'])
  })

  test.each([
    ['cannot tell of', BUSY],
    ['tells odd things of', { body: '{}' }],
  ])('are all found but the one that it %s, which stays what it was', async (_why, odd) => {
    const answers: Record<string, Answer> = {
      '/containers/json': { body: '[{"Id":"db"},{"Id":"web"}]' },
      '/containers/db/json': odd,
      '/containers/web/json': inspected('web', process.pid),
    }
    const containers = await asked(answers)
    expect(names(containers)).toEqual(['web'])
    answers['/containers/db/json'] = inspected('db', process.pid)
    answers['/containers/web/json'] = odd
    await containers.refresh()
    expect(names(containers)).toEqual(['db', 'web'])
  })

  test('are gone when they have ended, or the engine has', async () => {
    const answers: Record<string, Answer> = {
      '/containers/json': { body: '[{"Id":"db"},{"Id":"web"}]' },
      '/containers/db/json': inspected('db', process.pid),
      '/containers/web/json': inspected('web', process.pid),
    }
    const containers = await asked(answers)
    answers['/containers/db/json'] = { status: 404, body: '{}' }
    await containers.refresh()
    expect(names(containers)).toEqual(['web'])
    engine?.close()
    await containers.refresh()
    expect(names(containers)).toEqual([])
  })
})

describe('what labs call processes', () => {
  function drawing(name: string, pid: number): Lab {
    return { ...emptyLab(name), nodes: { box: { kind: 'container', pid } } }
  }

  test('is forgotten of the oldest of many labs, but never of one that is kept', () => {
    const containers = new Containers(new Map())
    const kept = new Set(['kept'])
    containers.want(drawing('kept', process.pid), kept)
    for (let n = 0; n < 1000; n++) containers.want(drawing(`lab-${n}`, 5_000_000 + n), kept)
    expect(containers.list().map(({ key }) => key)).toEqual([`pid:${process.pid}`])
    containers.want(drawing('kept', 5_000_000), kept)
    expect(containers.list()).toEqual([])
    containers.want(drawing('newest', process.pid), kept)
    expect(containers.list().map(({ key }) => key)).toEqual([`pid:${process.pid}`])
    containers.want(emptyLab('newest'), kept)
    expect(containers.list()).toEqual([])
  })
})
