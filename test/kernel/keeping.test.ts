import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyLab } from '../../core/lab/empty'
import type { Lab } from '../../core/lab/schema'
import { Applier } from '../../server/agent/apply/applier'
import type { Change, Keeper } from '../../server/agent/apply/keeper'
import { Namespaces } from '../../server/agent/kernel/namespaces'
import { Machine } from '../../server/agent/observe/machine'
import { Observer } from '../../server/agent/observe/observer'
import { Services } from '../../server/agent/services/services'
import { run } from './ip-machine'

const LAB: Lab = { ...emptyLab('kept'), nodes: { ...emptyLab('kept').nodes, 'br-kept': { kind: 'bridge' } } }
const nobody = { plan: () => undefined, progress: () => undefined }

/** Keeps what it is told in memory, for as long as it has room. */
class Notebook implements Keeper {
  applied: Record<string, Lab> = {}
  readonly told: string[] = []
  full = false

  begin({ lab }: Change): void {
    this.told.push(`begin ${lab}`)
  }

  done({ lab }: Change, document: Lab | undefined): void {
    if (this.full) throw new Error('ENOSPC: no space left on device, write')
    this.told.push(`done ${lab}`)
    const { [lab]: _, ...others } = this.applied
    this.applied = document ? { ...others, [lab]: document } : others
  }

  undone({ lab }: Change, error?: string): void {
    this.told.push(`undone ${lab}: ${error}`)
  }

  stuck({ lab }: Change, error: string): void {
    this.told.push(`stuck ${lab}: ${error}`)
  }
}

describe('a machine whose changes are noted', () => {
  let observer: Observer
  let notebook: Notebook
  let applier: Applier

  beforeEach(async () => {
    const namespaces = new Namespaces()
    observer = new Observer(new Machine(namespaces, new Services(namespaces)))
    await observer.start()
    notebook = new Notebook()
    applier = new Applier(observer, notebook)
  })

  afterEach(() => {
    observer.stop()
    for (const namespace of observer.machine.namespaces.all()) namespace.close()
  })

  test('is as before when what is kept cannot be noted: the next start would forget it', async () => {
    const request = { lab: LAB, actor: 'test', confirmWithin: 3600 }
    expect(await applier.apply(request, nobody)).toMatchObject({ outcome: 'applied', confirmWithin: 3600 })
    expect(run('ip', ['-br', 'link'])).toContain('br-kept')
    notebook.full = true
    expect(await applier.confirm('kept', true)).toBe('put-back')
    expect(run('ip', ['-br', 'link'])).not.toContain('br-kept')
    expect(applier.waiting).toBeUndefined()
    expect(applier.settled).toMatchObject([{ lab: 'kept', outcome: 'put-back' }])
    expect(notebook.told).toEqual(['begin kept', 'undone kept: ENOSPC: no space left on device, write'])

    notebook.full = false
    expect(await applier.apply(request, nobody)).toMatchObject({ outcome: 'applied' })
    expect(await applier.confirm('kept', true)).toBe('kept')
    expect(await applier.remove('kept', 'test')).toEqual({ removed: 1, left: [] })
  })

  test('is told nothing of the removal of what is not there', async () => {
    expect(await applier.remove('never', 'test')).toEqual({ removed: 0, left: [] })
    expect(notebook.told).toEqual([])
    expect(await applier.apply({ lab: emptyLab('bare'), actor: 'test' }, nobody)).toMatchObject({ outcome: 'applied', steps: 0 })
    expect(await applier.remove('bare', 'test')).toEqual({ removed: 0, left: [] })
    expect(notebook.told).toEqual(['begin bare', 'done bare', 'begin bare', 'done bare'])
    expect(notebook.applied).toEqual({})
  })
})
