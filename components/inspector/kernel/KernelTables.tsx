'use client'

import { ChevronRight } from 'lucide-react'
import { Collapsible } from 'radix-ui'
import type { ReactNode } from 'react'
import { parseFilterRuleKey } from '../../../core/plan/filter'
import { parseNatRuleKey } from '../../../core/plan/nat'
import { nftRuleText } from '../../../core/script/nft'
import { nftFilterText } from '../../../core/script/nft-filter'
import { ROUTE_PROTOCOL } from '../../../core/state/owner'
import { DHCP_PROTOCOL } from '../../../core/state/service-programs'
import type { NeighbourState, NetnsState, RouteState } from '../../../core/state/state'
import { useText } from '../../i18n/text'
import { useLab } from '../../state/labStore'
import { useMachineStore } from '../../state/machineStore'
import { useNodeNetns } from '../../state/nodeNetns'
import { Capped } from '../Capped'
import { Quiet, Section } from '../Section'
import { counterKey, rulesOf, useRuleCounters } from './counters'
import { LinkFacts } from './LinkFacts'

/** A namespace's own tables as the kernel holds them: links, routes, neighbours, rules. */
export function KernelTables({ node }: { node: string }) {
  const t = useText().panels.kernel
  const running = useMachineStore((machine) => machine.state !== null)
  const netns = useNodeNetns(node)
  const isContainer = useLab().nodes[node]?.kind === 'container'
  const missing = isContainer ? t.noContainer(node) : t.notThere(node)
  return (
    <Section title={t.title}>
      {netns ? <Tables node={node} netns={netns} /> : <Quiet>{running ? missing : t.notRunning}</Quiet>}
    </Section>
  )
}

function Tables({ node, netns }: { node: string; netns: NetnsState }) {
  const t = useText().panels.kernel
  const links = Object.values(netns.links).sort((a, b) => a.index - b.index)
  const { rules, policies } = rulesOf(netns.nat, useLab().name)
  const { ipv4, ipv6 } = netns.forwarding
  return (
    <div className="-mx-1">
      <Table title={t.links} count={links.length}>
        <ul className="space-y-2">
          <Capped items={links}>
            {(link) => (
              <li key={link.index}>
                <LinkFacts netns={netns.name} link={link} listed />
              </li>
            )}
          </Capped>
        </ul>
      </Table>
      <Table title={t.routes} count={netns.routes.length}>
        {netns.routes.length === 0 ? <Quiet>{t.noRoutes}</Quiet> : <Routes routes={netns.routes} />}
      </Table>
      <Table title={t.neighbours} count={netns.neighbours.length}>
        {netns.neighbours.length === 0 ? <Quiet>{t.noNeighbours}</Quiet> : <Neighbours neighbours={netns.neighbours} />}
      </Table>
      <Table title={t.rules} count={rules.length + policies.length}>
        <Rules node={node} netns={netns} />
      </Table>
      <p className="mt-1 flex justify-between px-1 text-xs">
        <span className="text-ink-2">{t.forwarding}</span>
        <span>{ipv4 && ipv6 ? t.forwardingBoth : ipv4 ? t.forwarding4 : ipv6 ? t.forwarding6 : t.forwardingNone}</span>
      </p>
    </div>
  )
}

/** One of the tables under its name and size; folded where there is nothing to read. */
function Table({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  return (
    <Collapsible.Root defaultOpen={count > 0} className="border-line border-b last-of-type:border-b-0">
      <Collapsible.Trigger className="group flex h-7 w-full items-center gap-1 rounded-sm px-1 text-xs hover:bg-hovered">
        <ChevronRight
          size={12}
          aria-hidden="true"
          className="text-ink-3 transition-transform duration-100 group-data-[state=open]:rotate-90"
        />
        {title}
        <span className="tnum ml-auto text-ink-3">{count}</span>
      </Collapsible.Trigger>
      <Collapsible.Content className="px-1 pt-0.5 pb-2 pl-5">{children}</Collapsible.Content>
    </Collapsible.Root>
  )
}

function Routes({ routes }: { routes: readonly RouteState[] }) {
  const { panels, dhcp } = useText()
  const t = panels.kernel
  const madeBy = (protocol: number): string =>
    protocol === 2
      ? t.protocols.kernel
      : protocol === ROUTE_PROTOCOL
        ? t.protocols.ours
        : protocol <= 4
          ? t.protocols.static
          : protocol === DHCP_PROTOCOL
            ? dhcp.route
            : t.protocols.other
  return (
    <ul className="space-y-1">
      <Capped items={routes}>
        {(route) => (
          <li key={`${route.family} ${route.to} ${route.via} ${route.dev} ${route.metric}`} className="text-2xs">
            <span className="break-all font-mono text-ink">
              {route.to}
              {route.via && <span className="text-ink-2"> via {route.via}</span>}
              {route.dev && <span className="text-ink-2"> dev {route.dev}</span>}
              {route.family === 4 && route.metric > 0 && <span className="text-ink-2"> metric {route.metric}</span>}
            </span>
            <span className="text-ink-3"> {madeBy(route.protocol)}</span>
            {route.linkdown && <span className="block text-bad">{t.linkDown}</span>}
          </li>
        )}
      </Capped>
    </ul>
  )
}

function Neighbours({ neighbours }: { neighbours: readonly NeighbourState[] }) {
  return (
    <ul className="space-y-1 font-mono text-2xs">
      <Capped items={neighbours}>
        {(one) => (
          <li key={`${one.dev} ${one.address}`}>
            <span className="break-all text-ink">{one.address}</span>
            <span className="text-ink-2"> {one.mac ?? '—'}</span>
            <span className="block text-ink-3">
              dev {one.dev} · <span className={one.state === 'FAILED' ? 'text-bad' : ''}>{one.state}</span>
            </span>
          </li>
        )}
      </Capped>
    </ul>
  )
}

function Rules({ node, netns }: { node: string; netns: NetnsState }) {
  const t = useText().panels.kernel
  const lab = useLab()
  const counters = useRuleCounters(node)
  const { rules, policies } = rulesOf(netns.nat, lab.name)
  return (
    <div className="space-y-1 text-2xs">
      {rules.length + policies.length === 0 && <Quiet>{t.noRules}</Quiet>}
      <ul className="space-y-1">
        <Capped items={rules}>
          {(rule) => {
            const hits = counters.get(counterKey(rule.chain, rule.key))
            return (
              <li key={`${rule.chain} ${rule.key}`}>
                <code className="block whitespace-pre-wrap break-words font-mono text-ink">{ruleText(rule.key)}</code>
                <span className="tnum block text-ink-3">
                  {rule.chain}
                  {hits && ` · ${t.packets} ${hits.packets.toLocaleString('en')} · ${t.bytes} ${hits.bytes.toLocaleString('en')}`}
                </span>
              </li>
            )
          }}
        </Capped>
      </ul>
      {policies.map(([chain, policy]) => (
        <p key={chain} className="font-mono text-ink-2">
          {chain} policy {policy}
        </p>
      ))}
      {netns.foreignTables.length > 0 && <Quiet>{t.foreignTables(netns.foreignTables.join(', '))}</Quiet>}
    </div>
  )
}

/** A rule as `nft list ruleset` prints it; one that we would never write stays in its canonical form. */
function ruleText(key: string): string {
  const rule = parseNatRuleKey(key)
  const filter = parseFilterRuleKey(key)
  return rule ? nftRuleText(rule) : filter ? nftFilterText(filter) : key
}
