import { describe, expect, it, test } from 'vitest'
import { importScript } from './import-script'
import { PAIR, told } from './testing'

const PAIR_LAB = {
  nodes: {
    host: { kind: 'host' },
    left: { kind: 'namespace', interfaces: { 'cable-l': { addresses: ['10.7.0.1/24'] } } },
    right: { kind: 'namespace', interfaces: { 'cable-r': { addresses: ['10.7.0.2/24'] } } },
  },
  links: { 'left.cable-l--right.cable-r': { endpoints: ['left:cable-l', 'right:cable-r'] } },
}

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

describe('routes that are taken away', () => {
  const routes = (lines: string) => {
    const { left } = importScript(`${PAIR}${TWO}${lines}`).lab.nodes
    return left?.kind === 'namespace' ? (left.routes ?? []).map(({ to, via }) => `${to} via ${via}`) : undefined
  }
  const TWO = `ip -n left addr add fd00::1/64 dev cable-l
ip -n right addr add fd00::2/64 dev cable-r
ip -n left route add default via 10.7.0.2
ip -n left route add 10.9.1.0/24 via 10.7.0.2
ip -n left -6 route add default via fd00::2
`
  const [V4, NEAR, V6] = ['default via 10.7.0.2', '10.9.1.0/24 via 10.7.0.2', 'default via fd00::2']

  test.each([
    ['route flush cache', [V4, NEAR, V6]],
    ['route flush table 100', [V4, NEAR, V6]],
    ['route flush proto static', [V4, NEAR, V6]],
    ['route flush', [V4, NEAR, V6]],
    ['route flush dev cable-x', [V4, NEAR, V6]],
    ['route flush dev cable-l', [V6]],
    ['-6 route flush dev cable-l', [V4, NEAR]],
    ['route flush table main', [V6]],
    ['route flush table all', []],
    ['route flush 10.9.1.0/24', [V4, V6]],
    ['route flush 10.9.0.0/16', [V4, NEAR, V6]],
    ['route flush root 10.9.0.0/16', [V4, V6]],
    ['route flush match 10.9.1.0/24', [V6]],
    ['route flush default', [NEAR, V6]],
    ['-6 route flush default', [V4, NEAR]],
    ['route flush via 10.7.0.2', [V6]],
    ['-6 route del default', [V4, NEAR]],
    ['route del default', [NEAR, V6]],
  ])('ip %s', (words, left) => {
    expect(routes(`ip -n left ${words}\n`)).toEqual(left)
  })

  it('says what a selector asks that a lab does not hold', () => {
    expect(told(`${PAIR}ip -n left route flush proto static`)).toEqual(['12 import-setting-ignored'])
    expect(told(`${PAIR}ip -n left route flush cache`)).toEqual([])
  })
})

describe('a text that is made to stop an import', () => {
  test.each([
    ['divides by zero in the middle of an expression', 'echo $(( 1/0 & 1 ))\nx=$(( 5 % 0 | 1 ))'],
    ['writes a number that none is', `echo $(( ${'9'.repeat(400)} & 1 ))`],
    ['multiplies braces', 'echo {1..10000}{1..10000}{1..10000} >/dev/null'],
    ['multiplies many braces', `echo {1..10000}${'{a,b}x'.repeat(2000)} >/dev/null`],
    ['has a pattern of many stars', `x=${'b'.repeat(19_000)}\ncase $x in *b*b*b*b*c) echo;; esac\necho \${x##*b*b*b*c}`],
  ])('%s', (_, lines) => {
    expect(importScript(`#!/bin/bash\nip netns add red\n${lines}\n`).lab.nodes).toMatchObject({ red: { kind: 'namespace' } })
  })

  test('is mostly empty lines, or begins tables that never end', () => {
    for (const line of ['', 'table ip nat {']) {
      const { lab } = importScript(`\`\`\`sh\nip netns add red\n${`${line}\n`.repeat(60_000)}\`\`\`\n`)
      expect(lab.nodes).toMatchObject({ red: { kind: 'namespace' } })
    }
  })
})

describe('what a subshell does to variables', () => {
  const made = (lines: string) => Object.keys(importScript(`#!/bin/bash\n${lines}\n`).lab.nodes).sort()

  test.each([
    ['stays in it', 'NS=a\n(NS=b; ip netns add $NS)\nip netns add $NS', ['a', 'b', 'host']],
    ['stays in a substitution', 'NS=a\nX=$(NS=b; echo $NS)\nip netns add $NS-$X', ['a-b', 'host']],
    ['is seen by a function that it calls', 'mk() { ip netns add $NS; }\nNS=a\n(NS=b; mk)\nmk', ['a', 'b', 'host']],
    ['is what it unsets', 'NS=a\n(unset NS; ip netns add ${NS:-none})\nip netns add $NS', ['a', 'host', 'none']],
    [
      'is what it adds to a list',
      'L=(a)\n(L[1]=b; for n in "${L[@]}"; do ip netns add $n; done)\nip netns add n${#L[@]}',
      ['a', 'b', 'host', 'n1'],
    ],
    ['is what it shifts', 'f() { (shift; ip netns add $1); ip netns add $1; }\nf a b', ['a', 'b', 'host']],
    ['ends with its exit', '(exit 1)\nX=$(exit 1)\nip netns add a', ['a', 'host']],
    ['begins with what is around it', 'NS=a\n(ip netns add $NS)', ['a', 'host']],
    ['is not what braces do', 'NS=a\n{ NS=b; }\nip netns add $NS', ['b', 'host']],
    ['of eval is none', 'eval "NS=a"\nip netns add $NS', ['a', 'host']],
  ])('%s', (_, lines, nodes) => {
    expect(made(lines)).toEqual(nodes)
  })
})

it('puts a rule that nft inserts before those that are there', () => {
  const nft = (words: string) => `ip netns exec left nft ${words}\n`
  const rules = ['add rule', 'insert rule'].map((verb, index) =>
    nft(`${verb} ip nat prerouting ${index === 0 ? '' : 'iifname cable-l '}tcp dport 80 dnat to 10.7.0.${index + 2}:80`),
  )
  const { lab } = importScript(
    `${PAIR}${nft('add table ip nat')}${nft("'add chain ip nat prerouting { type nat hook prerouting priority -100; }'")}${rules.join('')}`,
  )
  expect(lab.nodes.left).toMatchObject({ nat: [{ in: 'cable-l', to: '10.7.0.3:80' }, { to: '10.7.0.2:80' }] })
})

it('says that a lab has no IPv6 default through an interface alone, and keeps IPv4’s', () => {
  const text = `${PAIR}ip -n left addr add fd00::1/64 dev cable-l\nip -n right addr add fd00::2/64 dev cable-r\nip -n left -6 route add default dev cable-l\nip -n left route add default dev cable-l`
  expect(told(text)).toEqual(['14 import-route-kind'])
  expect(importScript(text).lab.nodes.left).toMatchObject({ routes: [{ to: 'default', dev: 'cable-l' }] })
})
