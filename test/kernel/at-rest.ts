import { expect, vi } from 'vitest'
import { run } from './ip-machine'

interface Link {
  ifname: string
  flags: string[]
  operstate: string
  addr_info: { tentative?: boolean; local: string }[]
}

/**
 * What the kernel of this computer has still to do by itself: duplicate address detection (RFC 4862), and telling the links' own states and
 * their routes of a carrier that came or went, which it does up to a second later (operstates.rst in the kernel's documentation).
 */
function underWay(): string[] {
  const links = JSON.parse(run('ip', ['-j', 'address'])) as Link[]
  return links.flatMap(({ ifname, flags, operstate, addr_info }) => {
    const tentative = addr_info.filter((address) => address.tentative).map(({ local }) => `${ifname} ${local}`)
    if (!flags.includes('UP') || operstate === 'UNKNOWN') return tentative
    return flags.includes('LOWER_UP') === (operstate === 'UP') ? tentative : [...tentative, `${ifname} ${operstate}`]
  })
}

/** Waits until the computer changes no more by itself, so that one reading of it can be compared with another. */
export async function atRest(): Promise<void> {
  await vi.waitFor(() => expect(underWay()).toEqual([]), { timeout: 20_000, interval: 50 })
}
