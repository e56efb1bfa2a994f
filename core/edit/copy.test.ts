import { describe, expect, it } from 'vitest'
import { at, config, made, office, refusal } from '../../test/labs/draw'
import { checkLab } from '../check/check'
import { copyNodes, duplicateNodes, pasteNodes } from './copy'
import { setRoutes } from './routes'

describe('copying', () => {
  it('brings links between the copied along, under names that are free', () => {
    const lab = office()
    const pasted = pasteNodes(lab, copyNodes(lab, ['red', 'v-net-0', 'host']), { x: 100, y: 100 })
    const both = made(lab, pasted)
    expect('nodes' in pasted && pasted.nodes).toEqual(['red-2', 'v-net-2'])
    expect(Object.values(both.links).at(-1)).toEqual({ endpoints: ['red-2:eth0', 'v-net-2:veth-red-2'] })
    expect(config(both, 'red-2', 'eth0')).toEqual({ addresses: ['192.168.15.1/24'] })
    expect(checkLab(both).filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('joins a duplicate to the same bridge, with an address of its own', () => {
    const lab = made(office(), setRoutes(office(), 'red', [{ to: 'default', via: '192.168.15.5' }]))
    const both = made(lab, duplicateNodes(lab, ['red']))
    expect(both.nodes['red-2']).toEqual({
      kind: 'namespace',
      interfaces: { eth0: { addresses: ['192.168.15.3/24'] } },
      routes: [{ to: 'default', via: '192.168.15.5' }],
    })
    expect(both.layout?.['red-2']).toEqual({ x: 40, y: 40 })
  })

  it('copies everything but the host', () => {
    expect(refusal(pasteNodes(office(), copyNodes(office(), ['host']), at))).toBe('nothing-selected')
  })
})
