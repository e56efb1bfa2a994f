'use client'

import type { LinkState } from '../../../core/state/state'
import { useText } from '../../i18n/text'
import { useLab } from '../../state/labStore'
import { useTraffic } from '../../state/machineStore'
import { classes } from '../../ui/classes'
import { useStateWords } from '../InterfaceLight'
import { rateText } from './rate'

interface LinkFactsProps {
  netns: string
  link: LinkState
  /** One of a list, which says what it is called. */
  listed?: boolean
  /** Where it is, of one that is not where it is drawn. */
  away?: string | undefined
}

/** What the kernel holds of one link: its name and state on one line, then MAC, MTU, bridge, addresses, throughput. */
export function LinkFacts({ netns, link, listed, away }: LinkFactsProps) {
  const t = useText().panels.kernel
  const lab = useLab()
  const words = useStateWords()
  const foreign = link.kind !== 'loopback' && link.owner?.lab !== lab.name
  return (
    <div className="space-y-0.5 font-mono text-2xs text-ink-2">
      {away !== undefined && <p className="font-sans text-warn text-xs">{away}</p>}
      <p className="flex gap-2 text-xs">
        {listed && (
          <span className="min-w-0 truncate text-ink">
            <span className="text-ink-3">{link.index}: </span>
            {link.name}
          </span>
        )}
        <span className={classes('shrink-0 font-sans', listed && 'ml-auto')}>{words(link)}</span>
      </p>
      <p className="tnum">
        {link.kind !== 'loopback' && <>{link.mac} · </>}mtu {link.mtu}
      </p>
      {link.master && (
        <p>
          master {link.master}
          {link.portState && <span className="font-sans text-ink-3"> {t.portState[link.portState] ?? link.portState}</span>}
        </p>
      )}
      {link.addresses.map((address) => (
        <p key={address.address} className="break-all">
          <span className={address.automatic ? '' : 'text-ink'}>{address.address}</span>
          {address.automatic && <span className="font-sans text-ink-3"> {t.automatic}</span>}
          {address.tentative && <span className="font-sans text-warn"> {t.tentative}</span>}
        </p>
      ))}
      {foreign && <p className="font-sans text-warn">{t.foreign}</p>}
      <Throughput netns={netns} index={link.index} />
    </div>
  )
}

/** Bytes a second in and out, only while something flows. */
function Throughput({ netns, index }: { netns: string; index: number }) {
  const t = useText().panels.inspector
  const rate = useTraffic(netns, index)
  if (!rate) return null
  return (
    <p className="tnum font-sans text-xs">
      ↓ {rateText(rate.rx)} {t.received} · ↑ {rateText(rate.tx)} {t.sent}
    </p>
  )
}
