import { describe, expect, it } from 'vitest'
import { machineWith } from '../../test/imagined-machine'
import type { Lab } from '../lab/schema'
import { applyStateChange } from './apply'
import { eachChanged } from './changed'
import type { MachineState, StateChange } from './state'

const lab: Lab = {
  netloom: 1,
  name: 'lab',
  nodes: { host: { kind: 'host' }, red: { kind: 'namespace' }, blue: { kind: 'namespace' } },
  links: { wire: { endpoints: ['red:eth0', 'blue:eth0'] } },
}
const start = machineWith(lab)
const red = start.namespaces.red
const [index = ''] = Object.entries(red?.links ?? {}).find(([, link]) => link.name === 'eth0') ?? []

function visited(before: MachineState['namespaces'], now: MachineState['namespaces']): string[] {
  const seen: string[] = []
  eachChanged(before, now, (was, is, links) => seen.push(`${was?.name} ${is?.name} ${links.join()}`))
  return seen
}

function then(state: MachineState, namespaces: StateChange['namespaces']): MachineState {
  const next = applyStateChange(state, { epoch: state.epoch, seq: state.seq + 1, namespaces })
  if (!next) throw new Error('the change does not follow')
  return next
}

describe('what changed between two states', () => {
  const link = red?.links[index]
  const down = then(start, { red: { links: { [index]: link ? { ...link, up: false } : null } } })
  const bare = then(down, { red: { routes: [] }, blue: null })

  it('is what the change says that made one of the other', () => {
    expect(visited(start.namespaces, down.namespaces)).toEqual([`red red ${index}`])
    expect(visited(down.namespaces, bare.namespaces)).toEqual(['red red ', expect.stringMatching(/^blue undefined \d+,\d+$/)])
  })

  it('is found by comparing them where no single change did', () => {
    expect(visited(start.namespaces, bare.namespaces)).toEqual([
      `red red ${index}`,
      expect.stringMatching(/^blue undefined \d+,\d+$/),
    ])
    expect(visited({}, start.namespaces).map((one) => one.split(' ')[1])).toEqual(['host', 'red', 'blue'])
    expect(visited(start.namespaces, start.namespaces)).toEqual([])
  })
})
