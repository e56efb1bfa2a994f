'use client'

import type { LinkState } from '../../../core/state/state'
import { useText } from '../../i18n/text'
import { useLab } from '../../state/labStore'
import { useTraffic } from '../../state/machineStore'
import { useStateWords } from '../InterfaceLight'
import { rateText } from './rate'

/** What the kernel holds of one link: state, MAC, MTU, addresses, throughput. The names are left to the place that shows it. */
export function LinkFacts({ netns, link }: { netns: string; link: LinkState }) {
  const t = useText().panels.kernel
  const lab = useLab()
  const words = useStateWords()
  const foreign = link.kind !== 'loopback' && link.owner?.lab !== lab.name
  return (
    <div className="space-y-0.5 font-mono text-2xs text-ink-2">
      <p className="font-sans text-xs">
        {words(link)}
        {link.master && <span> · {t.portState[link.portState ?? ''] ?? link.master}</span>}
        {foreign && <span className="text-warn"> · {t.foreign}</span>}
      </p>
      <p className="tnum">
        {link.kind !== 'loopback' && <>{link.mac} · </>}mtu {link.mtu}
        {link.master && <> · master {link.master}</>}
      </p>
      {link.addresses.map((address) => (
        <p key={address.address} className="break-all">
          <span className={address.automatic ? '' : 'text-ink'}>{address.address}</span>
          {address.automatic && <span className="font-sans text-ink-3"> {t.automatic}</span>}
          {address.tentative && <span className="font-sans text-warn"> {t.tentative}</span>}
        </p>
      ))}
      <Throughput netns={netns} name={link.name} />
    </div>
  )
}

/** Bytes a second in and out, only while something flows. */
export function Throughput({ netns, name }: { netns: string; name: string }) {
  const t = useText().panels.inspector
  const rate = useTraffic(netns, name)
  if (!rate) return null
  return (
    <p className="tnum font-sans text-xs">
      ↓ {rateText(rate.rx)} {t.received} · ↑ {rateText(rate.tx)} {t.sent}
    </p>
  )
}
