import { readFileSync } from 'node:fs'
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyCommand } from '../../core/edit/apply'
import type { Guide } from '../../core/guide/guide'
import { loadGuide } from '../../core/guide/guides'
import { parseLabFile } from '../../core/lab/file'
import type { Lab } from '../../core/lab/schema'
import type { MachineKind } from '../../core/protocol/socket'
import { blankMachine } from '../../core/state/blank'
import { guideEn } from '../i18n/guide.en'
import { currentDerived } from '../state/derived'
import { useLabStore } from '../state/labStore'
import { type PingRun, useProbeStore } from '../state/probeStore'
import { eventually } from '../state/testing/eventually'
import { openedAs } from '../state/testing/opened'
import { openWire, type Wire } from '../state/testing/wire'
import { useViewStore } from '../state/viewStore'
import { breakIt, putBack } from './act'
import { BreakIt } from './BreakIt'
import { openGuide, unveil, useGuideStore } from './guideStore'
import { followVeil, progressKey } from './veil'

Element.prototype.scrollIntoView = () => undefined

const NAME = 'red-blue-bridge'
const COPY = 'copy-1'
const t = guideEn.breakIt

let wire: Wire
let guide: Guide
let example: Lab
/** What the server has. */
let kept: { lab: Lab; revision: number; kind: MachineKind; copy: string }
let letGo: (() => void)[] = []

beforeAll(async () => {
  const { lab } = parseLabFile(readFileSync(`labs/${NAME}.netloom.yaml`, 'utf8'))
  const loaded = await loadGuide(NAME)
  if (!lab || !loaded) return expect.unreachable()
  guide = loaded
  example = lab
  wire = await openWire()
  wire.answer('lab:open', () => ({
    ok: true,
    value: {
      ...openedAs(kept.lab, kept.revision),
      machine: { kind: kept.kind, status: 'running' },
      state: blankMachine,
      applied: kept.lab,
      origin: { example: NAME, copy: kept.copy },
    },
  }))
  wire.answer('lab:edit', ({ command }) => {
    const applied = applyCommand(kept.lab, command)
    if (!applied.ok) return { ok: false, error: { code: 'conflict' } }
    kept = { ...kept, lab: applied.lab, revision: kept.revision + 1 }
    return { ok: true, value: { revision: kept.revision } }
  })
  wire.answer('machine:apply', ({ planId }) => ({ ok: true, value: { outcome: 'applied', planId, steps: 1, milliseconds: 1 } }))
  wire.answer('guide:example', () => ({ ok: true, value: { example } }))
})
afterAll(() => wire.close())
beforeEach(async () => {
  kept = { lab: example, revision: 0, kind: 'sandbox', copy: COPY }
  await open()
  await openBeside()
})
afterEach(() => {
  cleanup()
  close()
  localStorage.clear()
})

/** The page as it comes, with its guide folded away. */
async function open(): Promise<void> {
  useViewStore.setState({ selection: [], locale: 'en' })
  letGo.push(followVeil())
  useLabStore.getState().openLab(NAME)
  await eventually(() => expect(useLabStore.getState().status).toBe('ready'))
}

/** Unfolds the guide. */
async function openBeside(): Promise<void> {
  letGo.push(openGuide({ example: NAME, copy: kept.copy }))
  await eventually(() => expect(useGuideStore.getState()).toMatchObject({ guide, example }))
}

function close(): void {
  useLabStore.getState().closeLab()
  for (const stop of letGo) stop()
  letGo = []
  useViewStore.setState({ veiled: false, secret: null })
}

async function reload(): Promise<void> {
  await eventually(() => expect(useLabStore.getState().unsaved).toBe(0))
  close()
  await open()
}

function begin(fault: string, fair = true): Promise<void> {
  const found = guide.faults.find(({ id }) => id === fault)
  return found ? breakIt(found, fair) : expect.unreachable()
}

const hidden = () => ({ veiled: useViewStore.getState().veiled, secret: useViewStore.getState().secret })
const everything = { veiled: true, secret: 'kept' }
const nothing = { veiled: false, secret: null }

describe('what a fair exercise keeps to itself', () => {
  it('it still does after a reload, before its guide has come, and with it', async () => {
    await begin('end-down')
    expect(hidden()).toEqual(everything)
    await reload()
    expect(hidden()).toEqual(everything)
    await eventually(() => expect(currentDerived().sync).toEqual({ state: 'veiled' }))
    await openBeside()
    expect(hidden()).toEqual(everything)
    expect(useGuideStore.getState().exercise).toMatchObject({ fault: 'end-down' })
  })

  it('is no more than it was: the traces of a fault that is drawn, and nothing where marks were asked for', async () => {
    await begin('prefix')
    expect(hidden()).toEqual({ veiled: false, secret: 'kept' })
    await reload()
    expect(hidden()).toEqual({ veiled: false, secret: 'kept' })
    await openBeside()
    await putBack()
    await begin('end-down', false)
    await reload()
    expect(hidden()).toEqual(nothing)
  })

  it('is nothing of another copy', async () => {
    await begin('end-down')
    kept.copy = 'copy-2'
    await reload()
    expect(hidden()).toEqual(nothing)
  })

  it('hides nothing on this computer itself', async () => {
    await begin('end-down')
    kept.kind = 'host'
    await reload()
    await eventually(() => expect(currentDerived().sync.state).toBe('drifted'))
  })

  it('is nothing where what the browser kept cannot be read', async () => {
    localStorage.setItem(progressKey(COPY), '{')
    await reload()
    expect(hidden()).toEqual(nothing)
  })
})

describe('an exercise hides nothing any more, and does not after a reload', () => {
  beforeEach(() => begin('end-down'))
  const expectShown = async () => {
    expect(hidden()).toEqual(nothing)
    await reload()
    expect(hidden()).toEqual(nothing)
    await openBeside()
    expect(hidden()).toEqual(nothing)
  }

  it('once the learner asked for the answer', async () => {
    unveil()
    await expectShown()
    expect(useGuideStore.getState().exercise).toMatchObject({ fault: 'end-down', found: false })
  })

  it('once it was found', async () => {
    render(<BreakIt guide={guide} />)
    act(() => useViewStore.getState().select([{ kind: 'interface', node: 'red', name: 'veth-red' }]))
    act(() => screen.getByRole('button', { name: t.here }).click())
    cleanup()
    await expectShown()
    expect(useGuideStore.getState().exercise).toMatchObject({ found: true })
  })

  it('once it was mended', async () => {
    const { from, to } = guide.faults.find(({ id }) => id === 'end-down')?.proof ?? expect.unreachable()
    const asked: PingRun = {
      ...{ kind: 'ping', id: 'p', lab: NAME, node: from, target: to, count: 1, error: null },
      ...{ startedAt: Number.POSITIVE_INFINITY, status: 'running', events: [] },
    }
    useProbeStore.setState({ runs: [asked] })
    const events: PingRun['events'] = [
      { kind: 'start', command: 'ping', address: to },
      { kind: 'reply', seq: 1, from: to, ttl: 64, ms: 1 },
    ]
    useProbeStore.setState({ runs: [{ ...asked, status: 'done', events }] })
    expect(useGuideStore.getState().exercise).toMatchObject({ mended: true })
    await expectShown()
  })

  it('once it was left', async () => {
    await putBack()
    await expectShown()
    expect(useGuideStore.getState().exercise).toBe(null)
  })

  it('where the guide has no such fault any more', async () => {
    const kept = localStorage.getItem(progressKey(COPY)) ?? ''
    close()
    localStorage.setItem(progressKey(COPY), kept.replace('end-down', 'long-gone'))
    await open()
    await openBeside()
    await expectShown()
    expect(useGuideStore.getState().exercise).toBe(null)
  })
})
