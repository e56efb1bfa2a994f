'use client'

import type { DhcpServer } from '../../core/lab/dhcp-schema'
import type { ServiceKind, ServiceState } from '../../core/state/services'
import type { Locale } from '../../core/text/locale'
import { useText } from '../i18n/text'
import { useNodeNetns } from '../state/nodeNetns'
import { useLocale } from '../state/viewStore'
import { Capped } from './Capped'
import { Quiet } from './Section'

/** The program of one sort that serves an interface of a node, as the machine tells of it. */
export function useService(node: string, kind: ServiceKind, name: string): ServiceState | undefined {
  const services = useNodeNetns(node)?.services
  return services?.find(({ spec }) => spec.kind === kind && spec.interface === name)
}

/** A moment of today as a time from 00:00 to 23:59, one of another day with its date. */
export function momentText(moment: Date, now: Date, locale: Locale): string {
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const isToday = moment.toDateString() === now.toDateString()
  return moment.toLocaleString(locale, isToday ? time : { ...time, month: 'short', day: 'numeric' })
}

/** `momentText` for the reader, of milliseconds since the epoch. */
export function useMoment(): (milliseconds: number) => string {
  const locale = useLocale()
  return (milliseconds) => momentText(new Date(milliseconds), new Date(), locale)
}

/** Whether a server runs, and what it has given away to whom. */
export function GivenLeases({ node, server }: { node: string; server: DhcpServer }) {
  const t = useText().dhcp
  const moment = useMoment()
  const service = useService(node, 'dhcp-server', server.interface)
  if (!service) return <Quiet>{t.notApplied}</Quiet>
  const leases = service.leases ?? []
  return (
    <div className="space-y-1 text-xs" aria-live="polite">
      <Running service={service} />
      {leases.length === 0 ? (
        <Quiet>{t.noLeases}</Quiet>
      ) : (
        <table className="w-full table-fixed border-collapse text-2xs">
          <caption className="sr-only">{t.leases}</caption>
          <thead className="text-left text-ink-3">
            <tr>
              <th className="w-[6.6rem] py-0.5 font-normal">{t.address}</th>
              <th className="py-0.5 font-normal">{t.who}</th>
              <th className="w-12 py-0.5 text-right font-normal">{t.until}</th>
            </tr>
          </thead>
          <tbody>
            <Capped items={leases}>
              {(lease) => (
                <tr key={lease.address} className="border-line border-t align-top">
                  <td className="tnum py-1 font-mono text-ink">{lease.address}</td>
                  <td className="py-1">
                    {lease.hostname && <span className="block truncate text-ink">{lease.hostname}</span>}
                    <span className="block truncate font-mono text-ink-3" title={lease.mac}>
                      {lease.mac}
                    </span>
                  </td>
                  <td className="tnum py-1 text-right text-ink-2">{moment(lease.expires * 1000)}</td>
                </tr>
              )}
            </Capped>
          </tbody>
        </table>
      )}
    </div>
  )
}

function Running({ service }: { service: ServiceState }) {
  const t = useText().dhcp
  const moment = useMoment()
  const { running, since, restarts, log } = service
  return (
    <div>
      <p className={running ? 'text-ink-2' : 'text-bad'}>
        {running ? t.running(moment(since)) : t.notRunning}
        {restarts > 0 && ` · ${t.restarted(restarts)}`}
      </p>
      {log && <p className="break-words font-mono text-2xs text-ink-3">{log}</p>}
    </div>
  )
}

/** What a client has been given, or that it still asks. */
export function TakenLeaseNote({ node, name }: { node: string; name: string }) {
  const t = useText().dhcp
  const moment = useMoment()
  const service = useService(node, 'dhcp-client', name)
  if (!service) return <Quiet>{t.notApplied}</Quiet>
  const { lease } = service
  if (!lease)
    return service.running ? (
      <p className="text-ink-2 text-xs" aria-live="polite">
        {t.asking}
      </p>
    ) : (
      <Running service={service} />
    )
  const told = [
    ...(lease.server ? [t.from(lease.server)] : []),
    ...(lease.router ? [t.tellsRouter(lease.router)] : []),
    ...(lease.dns.length > 0 ? [t.tellsDns(lease.dns.join(' '))] : []),
  ]
  return (
    <div className="text-xs" aria-live="polite">
      <p className="tnum text-ink">{t.has(lease.address, moment(lease.expires * 1000))}</p>
      <p className="text-2xs text-ink-2">{told.join(' · ')}</p>
    </div>
  )
}
