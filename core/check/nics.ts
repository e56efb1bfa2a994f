import { HOST } from '../lab/ids'
import { nearest } from '../net/similar'
import type { Context } from './context'

/** Interfaces of the computer that are to become ports of a bridge. */
export function checkNics(context: Context): void {
  const { lab } = context
  for (const checked of context.interfaces) {
    const { view, node, element } = checked
    const { bridge } = view.config
    if (bridge === undefined) continue
    const path = [...checked.path, 'bridge']
    const params = { node, name: view.name, bridge }
    if (node !== HOST) context.report('nic-not-on-host', element, path, params)
    else if (view.link !== undefined) context.report('nic-is-end', element, path, params)
    else if (view.name === 'lo') context.report('nic-is-loopback', element, path, params)
    else checkBridge(context, checked, bridge)
    const { addresses, mac, mtu, up, dhcp } = view.config
    if (node === HOST && [addresses, mac, mtu, up, dhcp].some((field) => field !== undefined))
      context.report('nic-keeps-own', element, checked.path, params, 'warning')
  }

  function checkBridge(where: Context, checked: (typeof context.interfaces)[number], bridge: string): void {
    const target = Object.hasOwn(lab.nodes, bridge) ? lab.nodes[bridge] : undefined
    const path = [...checked.path, 'bridge']
    const params = { node: checked.node, name: checked.view.name, bridge }
    if (target?.kind !== 'bridge') {
      const bridges = Object.keys(lab.nodes).filter((name) => lab.nodes[name]?.kind === 'bridge')
      where.report('nic-no-bridge', checked.element, path, { ...params, similar: nearest(bridge, bridges) ?? '' })
    } else if ((target.on ?? HOST) !== HOST)
      where.report('nic-bridge-elsewhere', checked.element, path, { ...params, on: target.on ?? '' })
  }
}
