import { writeFileSync } from 'node:fs'

const SWITCHES = ['iptables', 'ip6tables', 'arptables'].map((family) => `/proc/sys/net/bridge/bridge-nf-call-${family}`)

/**
 * Keeps the frames that a bridge passes on away from the rules of the calling thread's namespace, as on a machine that never loaded
 * br_netfilter (Docker and Kubernetes do, and then every new namespace starts with it on). With it on, a packet meets the NAT rules
 * first as the bridge's, and the rule for the interface that it then arrives at is passed over: netfilter asks once a connection.
 * Not for a computer's own root namespace, where container networks count on it.
 */
export function keepFramesFromRules(): void {
  for (const file of SWITCHES)
    try {
      writeFileSync(file, '0\n')
    } catch (error) {
      // Not loaded: nothing to turn off.
      if ((error as { code?: string }).code !== 'ENOENT') throw error
    }
}
