/** rtm_protocol of routes that came with a lease (linux/rtnetlink.h, RTPROT_DHCP). */
export const DHCP_PROTOCOL = 16

/** The program that does each. */
export const SERVICE_PROGRAMS = { 'dhcp-server': 'dnsmasq', 'dhcp-client': 'udhcpc' } as const
/** The Debian package of each program. */
export const SERVICE_PACKAGES = { dnsmasq: 'dnsmasq-base', udhcpc: 'udhcpc' } as const
