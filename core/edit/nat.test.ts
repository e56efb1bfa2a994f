import { describe, expect, it } from 'vitest'
import { bridge, drawn, join, made, namespace, refusal } from '../../test/labs/draw'
import { natByDrop } from './nat'

describe('NAT by drawing', () => {
  it('hides a bridge’s network, out of the interface that leads away', () => {
    const lab = drawn(
      namespace('red'),
      bridge('br0'),
      namespace('far'),
      join('red', 'br0'),
      join('host', 'br0'),
      join('host', 'far'),
    )
    expect(made(lab, natByDrop(lab, 'host', 'br0')).nodes.host).toMatchObject({
      nat: [{ type: 'masquerade', source: '10.0.0.0/24', out: 'veth-far' }],
    })
  })

  it('forwards port 80 to a namespace, and another port the second time', () => {
    const lab = drawn(namespace('red'), join('host', 'red'))
    const once = made(lab, natByDrop(lab, 'host', 'red'))
    const twice = made(once, natByDrop(once, 'host', 'red'))
    expect(twice.nodes.host).toMatchObject({
      nat: [
        { type: 'dnat', protocol: 'tcp', port: 80, to: '10.0.0.2:80' },
        { type: 'dnat', protocol: 'tcp', port: 8080, to: '10.0.0.2:80' },
      ],
    })
  })

  it('refuses where there is nothing to translate', () => {
    const lab = drawn(namespace('red'), bridge('br0'))
    expect(refusal(natByDrop(lab, 'host', 'br0'))).toBe('nat-no-network')
    expect(refusal(natByDrop(lab, 'host', 'red'))).toBe('nat-no-target')
    expect(refusal(natByDrop(lab, 'br0', 'red'))).toBe('nat-on-bridge')
  })
})
