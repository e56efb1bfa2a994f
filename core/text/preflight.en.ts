import type { Words } from './words'

/** What about this computer is in the way of a lab, and what to do about it, English. `zh` has the same keys. */
export const preflightEn = {
  'forward-drop': {
    message: (p) =>
      p.by === 'policy'
        ? `This computer drops what it would forward for ${p.interfaces}: the policy of ${p.chain} is drop, and no rule there lets it through. An accept of ours does not undo that.`
        : `This computer drops what it would forward for ${p.interfaces}: the last rule of ${p.chain} drops everything, and none before it lets it through. An accept of ours does not undo that.`,
    suggestion: (p) => `Let it through there: ${p.remedy}`,
  },
  'bridge-drop': {
    message: (p) =>
      `What ${p.bridge} passes from port to port is dropped: ${p.sysctl} is 1, so bridged packets meet ${p.chain}, whose ${p.by === 'policy' ? 'policy is drop' : 'last rule drops everything'}.`,
    suggestion: (p) => `Let them through there: ${p.remedy}. Or, where no container network counts on it: sysctl ${p.sysctl}=0`,
  },
  'bridge-calls': {
    message: (p) => `${p.sysctl} is 1: what ${p.bridge} passes from port to port meets the computer’s iptables and NAT rules.`,
    suggestion: (p) => `If a ping between two ports fails, look there first; sysctl ${p.sysctl}=0 ends it, for containers too.`,
  },
  'reverse-path': {
    message: (p) =>
      `${p.name} and ${p.other} are both on ${p.network}, and ${p.filtered} takes only what it would answer the same way (rp_filter is 1): what comes in by the other way is dropped.`,
    suggestion: (p) =>
      `Use different networks, or loosen it: sysctl ${p.sysctl}=2 (all counts too, and the greater of both holds).`,
  },
  'legacy-rules': {
    message: (p) =>
      `${p.tool} holds ${p.count} ${p.count === 1 ? 'rule' : 'rules'} beside those of nft. Both count, and nft list ruleset does not show them.`,
    suggestion: (p) => `Look at them with ${p.tool}-save; best have all rules in one of the two.`,
  },
  'route-overlap': {
    message: (p) =>
      p.wins === 'theirs'
        ? `This computer has a route into ${p.network} already: ${p.route}. It is the more specific one, so a part of the lab’s addresses goes there.`
        : `This computer has the route ${p.route}, which ${p.network} cuts into: those addresses go to the lab, and no longer that way.`,
    suggestion: () => 'Choose another network for the lab, such as one of 10.0.0.0/8 that ip route does not show.',
  },
  'management-interface': {
    message: (p) => `${p.name} is how this computer reaches the outside, and the lab changes it.`,
    suggestion: () => 'Have another way in at hand. Apply asks to be confirmed, and puts everything back if nobody does.',
  },
  'networkd-grabs': {
    message: (p) =>
      `systemd-networkd runs, and ${p.file} matches ${p.interfaces}: it would take away their addresses and routes.`,
    suggestion: (p) =>
      `Have it leave them alone: in /etc/systemd/network/05-netloom.network write [Match] Name=${p.names} and [Link] Unmanaged=yes, then networkctl reload.`,
  },
  'networkmanager-grabs': {
    message: (p) => `NetworkManager runs and does not leave ${p.interfaces} alone: it may ask for an address there by DHCP.`,
    suggestion: (p) =>
      `In /etc/NetworkManager/conf.d/netloom.conf write [keyfile] unmanaged-devices=${p.spec}, then nmcli general reload.`,
  },
  'tool-missing': {
    message: (p) => `The program ${p.tool} is not installed, and the lab needs it.`,
    suggestion: (p) => `Install it; in Debian and Ubuntu: apt install ${p.package}`,
  },
  'feature-missing': {
    message: (p) => `This kernel has no ${p.feature}, not even as a module, and the lab needs it.`,
    suggestion: () => 'Install the modules that belong to the running kernel (uname -r), or start another kernel.',
  },
} satisfies Record<string, Words>

export type PreflightCode = keyof typeof preflightEn

/** Around the findings. */
export const preflightWordsEn = {
  title: 'On this computer',
  none: 'Nothing about this computer is in the way.',
  severity: { warning: 'warning', info: 'note' },
  forPing: 'This may be why:',
  unread: (words: string) => `What this computer is like could not be read: ${words}`,
}

export type PreflightWords = typeof preflightWordsEn
