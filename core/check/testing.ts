import { expect, test } from 'vitest'
import type { Lab } from '../lab/schema'
import { describeDiagnostic } from '../text/diagnostics'
import type { DiagnosticCode } from '../text/diagnostics.en'
import { checkLab } from './check'

/** Two namespaces on a bridge with an address, a forwarding host; the start of every case. */
export function base(): Lab {
  return {
    netloom: 1,
    name: 'case',
    nodes: {
      host: { kind: 'host', forwarding: true, interfaces: { eth9: { addresses: ['172.16.0.1/24'] } } },
      red: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.1/24'] } } },
      blue: { kind: 'namespace', interfaces: { eth0: { addresses: ['10.0.0.2/24'] } } },
      far: { kind: 'namespace', interfaces: { eth0: { addresses: ['172.16.0.2/24'] } } },
      br0: { kind: 'bridge', addresses: ['10.0.0.5/24'] },
    },
    links: {
      r: { endpoints: ['red:eth0', 'br0:veth-red'] },
      b: { endpoints: ['blue:eth0', 'br0:veth-blue'] },
      f: { endpoints: ['host:eth9', 'far:eth0'] },
    },
  }
}

type Container = Record<string, unknown>

/** The base with values set at paths such as `nodes.red.routes`; undefined removes. */
export function lab(changes: Record<string, unknown>): Lab {
  const made = base()
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.')
    const last = keys.pop() ?? ''
    const parent = keys.reduce<Container>(
      (at, key) => {
        at[key] ??= {}
        return at[key] as Container
      },
      made as unknown as Container,
    )
    if (value === undefined) delete parent[last]
    else parent[last] = value
  }
  return made
}

/** What is wrong, each as its code and its place. */
export function found(drawn: Lab): string[] {
  return checkLab(drawn).map(({ code, path }) => `${code} at ${path.join('.')}`)
}

type Case = [code: DiagnosticCode, path: string, changes: Record<string, unknown>]

/** One test for each case: it is found there, as severe as this, and both languages have words for it. */
export function eachIs(severity: 'error' | 'warning', cases: Case[]): void {
  test.each(cases)('%s at %s', (code, path, changes) => {
    const all = checkLab(lab(changes))
    const hit = all.find((one) => one.code === code && one.path.join('.') === path)
    expect(hit, all.map((one) => `${one.code} at ${one.path.join('.')}`).join('; ')).toMatchObject({ severity })
    for (const locale of ['en', 'zh'] as const) {
      const { message, suggestion } = describeDiagnostic(hit ?? all[0] ?? { code, params: {} }, locale)
      expect(`${message} ${suggestion}`).not.toMatch(/undefined|\[object/)
    }
  })
}

/** Changes of the base: red's interface, its addresses, its routes; the host's NAT; red's neighbours. */
export const red = (config: object) => ({ 'nodes.red.interfaces.eth0': config })
export const redAddress = (...addresses: string[]) => red({ addresses })
export const route = (...routes: object[]) => ({ 'nodes.red.routes': routes })
export const nat = (...rules: object[]) => ({ 'nodes.host.nat': rules })
export const neighbours = (...list: object[]) => ({ 'nodes.red.neighbours': list })
