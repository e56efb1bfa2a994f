import type { MachineState } from '../state/state'
import type { Way } from './packet'
import type { Place } from './segment'

/** The families of nft whose tables are named in the state and not read, and who meets them: frames in a bridge, or all that passes a device. */
const BRIDGED = /^bridge /
const ANYWHERE = /^(netdev|arp) /

/** Notes the tables that a packet passes on these interfaces and that are not read: what they do to it is not known. */
export function doubtUnread(way: Way, state: MachineState, places: readonly Place[], to: string): void {
  const { direction, doubts } = way
  for (const { netns, link } of places) {
    const bridged = link.kind === 'bridge' || link.master !== undefined
    for (const table of state.namespaces[netns]?.foreignTables ?? []) {
      if (!ANYWHERE.test(table) && !(bridged && BRIDGED.test(table))) continue
      const noted = doubts.some((one) => one.direction === direction && one.netns === netns && one.params.table === table)
      if (noted) continue
      const params = { netns, to, table, see: `nft -a list table ${table}` }
      doubts.push({ code: 'foreign-may-table', direction, netns, params })
    }
  }
}
