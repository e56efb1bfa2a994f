import { describe, expect, it } from 'vitest'
import { describeFinding } from '../../text/import'
import { LOCALES } from '../../text/locale'
import { importScript } from './import-script'
import { PAIR } from './testing'

describe('what a filter cannot hold', () => {
  it('is not told as if it were NAT', () => {
    const { findings } = importScript(`${PAIR}ip netns exec left iptables -A INPUT -p gre -j DROP`)
    const beyond = findings.find(({ code }) => code === 'import-rule-beyond')
    for (const locale of LOCALES) expect(beyond && describeFinding(beyond, locale).message).toMatch(/^(?!.*NAT).*-p gre/)
  })
})

describe('a packet filter', () => {
  const ROUTER = `${PAIR}ip netns exec left sysctl -w net.ipv4.ip_forward=1\n`
  const filter = (text: string) => {
    const { lab, findings } = importScript(ROUTER + text)
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
    const { left } = lab.nodes
    return left?.kind === 'namespace' ? left.filter : undefined
  }
  const open = { action: 'accept', state: ['established', 'related'] }
  const web = { action: 'accept', in: 'cable-l', protocol: 'tcp', port: 80 }
  const wanted = { input: { policy: 'drop', rules: [open, web] }, forward: { policy: 'drop', rules: [{ action: 'reject' }] } }

  it.each([
    [
      'iptables, with conntrack',
      `for c in INPUT FORWARD; do ip netns exec left iptables -P $c DROP; done
ip netns exec left iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec left iptables -A INPUT -i cable-l -p tcp --dport 80 -j ACCEPT
ip netns exec left iptables -A FORWARD -j REJECT`,
    ],
    [
      'iptables, with -m state, inserted, deleted and by a chain of its own',
      `ip netns exec left iptables -P INPUT DROP
ip netns exec left iptables --policy FORWARD DROP
ip netns exec left iptables -N WEB
ip netns exec left iptables -A WEB -p tcp --dport 80 -j ACCEPT
ip netns exec left iptables -A INPUT -i cable-l -j WEB
ip netns exec left iptables -I INPUT -m state --state ESTABLISHED,RELATED -j ACCEPT
ip netns exec left iptables -A FORWARD -s 10.0.0.0/8 -j ACCEPT
ip netns exec left iptables -A FORWARD -j REJECT --reject-with icmp-port-unreachable
ip netns exec left iptables -D FORWARD 1`,
    ],
    [
      'iptables-restore',
      `ip netns exec left iptables-restore <<'END'
*filter
:INPUT DROP [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
-A INPUT -i cable-l -p tcp -m tcp --dport 80 -j ACCEPT
-A FORWARD -j REJECT --reject-with icmp-port-unreachable
COMMIT
END`,
    ],
    [
      'nft',
      `ip netns exec left nft -f - <<'END'
table inet filter {
  chain input {
    type filter hook input priority 0; policy drop;
    ct state { established, related } accept
    iifname "cable-l" tcp dport 80 counter accept
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    reject with icmpx type port-unreachable
  }
}
END`,
    ],
  ])('in the words of %s', (_, text) => {
    expect(filter(text)).toEqual(wanted)
  })

  it('is gone once it is flushed and its policies are back', () => {
    expect(
      filter(`ip netns exec left iptables -P INPUT DROP
ip netns exec left iptables -A INPUT -j ACCEPT
ip netns exec left iptables -F
ip netns exec left iptables -P INPUT ACCEPT`),
    ).toBeUndefined()
  })

  it('of IPv6 alone never becomes one of both families, though the lab has no IPv6 yet', () => {
    const rules = (program: string) =>
      filter(`ip netns exec left ${program} -A FORWARD -i cable-l -p udp -j DROP`)?.forward?.rules
    expect(rules('ip6tables')).toEqual([{ action: 'drop', in: 'cable-l', source: '::/0', protocol: 'udp' }])
    expect(rules('iptables')).toEqual([{ action: 'drop', in: 'cable-l', protocol: 'udp' }])
  })

  it('has a rule for each of several ports', () => {
    const text = 'ip netns exec left iptables -A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT'
    expect(filter(text)?.input?.rules?.map(({ port }) => port)).toEqual([80, 443])
  })
})

describe('neighbours that are written down', () => {
  const neighbours = (text: string) => {
    const { left } = importScript(PAIR + text).lab.nodes
    return left?.kind === 'namespace' ? left.neighbours : undefined
  }
  const entry = { address: '10.7.0.2', mac: '02:00:00:00:00:01', dev: 'cable-l' }

  it.each([
    'ip netns exec left arp -s 10.7.0.2 02:00:00:00:00:01',
    'ip netns exec left arp -i cable-l -s 10.7.0.2 02:00:00:00:00:01',
    'ip -n left n a 10.7.0.2 lladdr 02:00:00:00:00:01 dev cable-l',
    'ip -n left neigh replace 10.7.0.2 lladdr 02:00:00:00:00:01 dev cable-l nud permanent proto 222',
    'ip -n left neigh add 10.7.0.2 lladdr 02:00:00:00:00:09 dev cable-l\nip -n left neigh change 10.7.0.2 lladdr 02:00:00:00:00:01 dev cable-l',
  ])('%s', (text) => {
    expect(neighbours(text)).toEqual([entry])
  })

  it.each([
    'ip -n left neigh del 10.7.0.2 dev cable-l',
    'ip netns exec left arp -d 10.7.0.2',
    'ip -n left neigh flush nud permanent',
    'ip -n left link set cable-l down; ip -n left link set cable-l up',
    'ip -n left link set cable-l address 02:00:00:00:00:77',
  ])('are gone after %s', (text) => {
    const add = 'ip -n left neigh add 10.7.0.2 lladdr 02:00:00:00:00:01 dev cable-l'
    expect(neighbours(`${add}\n${text}`)).toBeUndefined()
    expect(neighbours(`${add}\nip -n left neigh flush all`)).toEqual([entry])
  })
})
