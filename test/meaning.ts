import type { Lab } from '../core/lab/schema'
import { DEFAULT_METRIC, desiredOfLab } from '../core/plan/desired'
import { natChain, natRuleKey } from '../core/plan/nat'

/**
 * What a lab makes of a kernel, as plain data: equal for labs that differ only in ids, order, layout, MACs and in what they leave to a
 * default. A rule for both families is a rule for each.
 */
export function meaningOf(lab: Lab) {
  const { namespaces, veths } = desiredOfLab(lab)
  const sorted = [...namespaces.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    namespaces: sorted.map(({ name, links, routes, forwarding, nat, neighbours }) => ({
      name,
      links: links
        .map(({ name: link, kind, mtu, up, stp, master, addresses }) => ({
          link,
          kind,
          mtu: kind === 'loopback' ? undefined : mtu,
          up,
          stp,
          master,
          addresses: [...addresses].sort(),
        }))
        .sort((a, b) => (a.link < b.link ? -1 : 1)),
      routes: routes
        .map(({ family, to, via, resolvedDev, metric }) => ({
          family,
          to,
          via,
          dev: resolvedDev,
          metric: metric || DEFAULT_METRIC[family],
        }))
        .map((route) => JSON.stringify(route))
        .sort(),
      forwarding,
      neighbours: neighbours.map(({ address, mac, dev }) => `${dev} ${address} ${mac}`).sort(),
      nat: nat
        .flatMap((rule) => (rule.family === 'any' ? [4, 6] : [rule.family]).map((family) => ({ ...rule, family }) as typeof rule))
        .map((rule) => `${natChain(rule)} ${natRuleKey(rule)}`)
        .sort(),
    })),
    links: veths
      .map(({ ends }) =>
        ends
          .map(({ netns, name }) => `${netns}:${name}`)
          .sort()
          .join(' '),
      )
      .sort(),
  }
}
