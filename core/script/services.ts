import { SERVICE_PROGRAMS } from '../state/service-programs'
import type { ServerSpec, ServiceSpec } from '../state/services'

/** The name of a service among those of its lab's machine: for its files. */
export function serviceId(netns: string, { kind, interface: name }: ServiceSpec): string {
  return `${kind}.${netns}.${name}`
}

/** Where a server keeps what it has given away. */
export function leaseFile(folder: string, netns: string, spec: ServerSpec): string {
  return `${folder}/${serviceId(netns, spec)}.leases`
}

/** The program that a client calls with what it was given: `clientHook`. */
export function hookFile(folder: string): string {
  return `${folder}/hook/udhcpc.sh`
}

/**
 * The folder of a lab's programs, as script and plan write it. (The agent of a sandbox has it too: its /run is its own.)
 */
export function serviceFolder(lab: string): string {
  return `/run/netloom-${lab}`
}

/**
 * dnsmasq(8) as a DHCP server and nothing else. `--no-daemon`, for a daemon would change its group, which a user namespace forbids;
 * `--bind-dynamic`, so that it shares the port with servers of other interfaces.
 */
function server(spec: ServerSpec, folder: string, netns: string): string[] {
  const { first, last, netmask, lease, router, dns } = spec
  return [
    SERVICE_PROGRAMS[spec.kind],
    '--no-daemon',
    '--conf-file=/dev/null',
    '--log-facility=-',
    '--port=0',
    '--no-ping',
    '--dhcp-authoritative',
    '--bind-dynamic',
    `--interface=${spec.interface}`,
    `--dhcp-range=${first},${last},${netmask},${lease}`,
    // Without an address it tells of none; without the option it would name itself.
    `--dhcp-option=option:router${router === undefined ? '' : `,${router}`}`,
    ...(dns.length > 0 ? [`--dhcp-option=option:dns-server,${dns.join(',')}`] : []),
    `--dhcp-leasefile=${leaseFile(folder, netns, spec)}`,
  ]
}

/** A program and its arguments; it stays in the foreground. `folder` is where its files are. */
export function serviceCommand(spec: ServiceSpec, folder: string, netns: string): string[] {
  if (spec.kind === 'dhcp-server') return server(spec, folder, netns)
  // Asks three times, a second apart, rests for three, and gives the address back when it ends (-R).
  const patience = ['-t', '3', '-T', '1', '-A', '3']
  const hostname = spec.hostname === undefined ? [] : ['-x', `hostname:${spec.hostname}`]
  return [SERVICE_PROGRAMS[spec.kind], '-f', '-R', '-i', spec.interface, ...patience, ...hostname, '-s', hookFile(folder)]
}

/**
 * What udhcpc calls with every news of its lease, as a shell script. It sets what the server said on the client's interface: the address
 * for as long as the lease lasts, and a default route, behind those that were set by hand. It never writes resolv.conf, which the
 * namespaces share with the machine; the last line tells the lease to who listens.
 */
export const CLIENT_HOOK: readonly string[] = [
  '#!/bin/sh',
  'case $1 in',
  '  deconfig)',
  '    ip -4 route flush dev "$interface" proto dhcp 2>/dev/null',
  '    ip -4 address flush dev "$interface" dynamic',
  '    echo "lease none"',
  '    ;;',
  '  bound | renew)',
  '    seconds=$lease',
  '    if [ "$seconds" -gt 31536000 ]; then seconds=31536000; fi',
  '    ip -4 address replace "$ip/$mask" broadcast + dev "$interface" valid_lft "$seconds" preferred_lft "$seconds"',
  '    index=$(ip -o link show dev "$interface")',
  '    for gateway in $router; do',
  '      ip -4 route replace default via "$gateway" dev "$interface" proto dhcp metric $((100 + ${index%%:*}))',
  '      break',
  '    done',
  '    echo "lease $ip/$mask seconds=$seconds router=${router%% *} server=$serverid dns=$dns"',
  '    ;;',
  'esac',
  'exit 0',
]
