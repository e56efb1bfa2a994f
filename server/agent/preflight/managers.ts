import type { HostFacts } from '../../../core/preflight/facts'
import { namesIn, readText } from './files'

/** In the order in which systemd-networkd prefers them (systemd.network(5)). */
const NETWORK_FOLDERS = [
  '/etc/systemd/network',
  '/run/systemd/network',
  '/usr/local/lib/systemd/network',
  '/usr/lib/systemd/network',
]
const NM_FILE = '/etc/NetworkManager/NetworkManager.conf'
const NM_FOLDERS = ['/etc/NetworkManager/conf.d', '/run/NetworkManager/conf.d', '/usr/lib/NetworkManager/conf.d']
/** NetworkManager's own udev rules, which keep it away from veth. */
const NM_UDEV = ['/etc/udev/rules.d/85-nm-unmanaged.rules', '/usr/lib/udev/rules.d/85-nm-unmanaged.rules']
/** The kernel's names for the programs, of 15 bytes at most (comm in proc(5)). */
const PROGRAMS = { networkd: 'systemd-network', networkManager: 'NetworkManager' }

/** The programs that configure links by themselves, where they run, and what they are told to leave alone. */
export function readManagers(): Pick<HostFacts, 'networkd' | 'networkManager'> {
  const running = new Set(
    namesIn('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => readText(`/proc/${pid}/comm`)?.trim()),
  )
  return {
    ...(running.has(PROGRAMS.networkd) && { networkd: networkFiles() }),
    ...(running.has(PROGRAMS.networkManager) && { networkManager: { unmanaged: unmanagedDevices() } }),
  }
}

type NetworkFile = NonNullable<HostFacts['networkd']>[number]

function networkFiles(): NetworkFile[] {
  const byName = new Map<string, string>()
  for (const folder of NETWORK_FOLDERS)
    for (const name of namesIn(folder)) if (name.endsWith('.network') && !byName.has(name)) byName.set(name, `${folder}/${name}`)
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, file]): NetworkFile[] => {
      const sections = readSections(readText(file) ?? '')
      const match = sections.filter(({ name }) => name === 'Match').flatMap(({ entries }) => entries)
      const words = (key: string) =>
        match.filter(([name]) => name === key).flatMap(([, value]) => value.split(/\s+/).filter(Boolean))
      // One that asks for more, such as a MAC, is not about links that do not exist yet.
      if (match.some(([key]) => !['Name', 'Kind', 'Type'].includes(key))) return []
      const link = sections.filter(({ name }) => name === 'Link').flatMap(({ entries }) => entries)
      const unmanaged = link.some(([key, value]) => key === 'Unmanaged' && /^(yes|true|on|1)$/i.test(value))
      return [{ file, names: words('Name'), kinds: words('Kind'), types: words('Type'), unmanaged }]
    })
}

function unmanagedDevices(): string[] {
  const files = [NM_FILE, ...NM_FOLDERS.flatMap((folder) => namesIn(folder).map((name) => `${folder}/${name}`))]
  const found = files
    .filter((file) => file.endsWith('.conf'))
    .flatMap((file) => readSections(readText(file) ?? ''))
    .flatMap(({ name, entries }) => {
      const value = (key: string) => entries.find(([one]) => one === key)?.[1]
      const specs = name === 'keyfile' ? value('unmanaged-devices') : undefined
      const away = name.startsWith('device') && /^(0|no|false)$/i.test(value('managed') ?? '') ? value('match-device') : undefined
      return [specs, away].flatMap((text) => text?.split(/[;,]/).map((spec) => spec.trim()) ?? []).filter(Boolean)
    })
  const udev = NM_UDEV.map(readText).find((text) => text !== undefined)
  return udev?.includes('veth') ? [...found, 'type:veth'] : found
}

interface Section {
  name: string
  entries: [string, string][]
}

/** The sections of a file as systemd and NetworkManager have them. */
function readSections(text: string): Section[] {
  const sections: Section[] = []
  for (const line of text.split('\n').map((one) => one.trim())) {
    const [, name] = /^\[(.+)\]$/.exec(line) ?? []
    const [, key = '', value = ''] = /^([^#;=]+?)\s*=\s*(.*)$/.exec(line) ?? []
    if (name !== undefined) sections.push({ name, entries: [] })
    else if (key) sections.at(-1)?.entries.push([key, value])
  }
  return sections
}
