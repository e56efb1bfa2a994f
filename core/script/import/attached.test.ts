import { describe, expect, it, test } from 'vitest'
import { checkLab } from '../../check/check'
import { importScript } from './import-script'
import { told } from './testing'

/** The nodes of an import that is refused nothing, and the ends of its links. */
function drawn(text: string) {
  const { lab, findings } = importScript(text)
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  return { nodes: lab.nodes, links: Object.values(lab.links).map(({ endpoints }) => endpoints.join(' ')) }
}

const WEB = 'docker run -itd --name web --network none busybox\n'
const PID = `pid=$(docker inspect -f '{{.State.Pid}}' web)\n`
/** What each way of attaching `web` by hand comes to. */
const CABLE = {
  nodes: {
    host: { kind: 'host', interfaces: { out: { addresses: ['10.50.0.1/24'] } } },
    web: { kind: 'container', container: 'web', interfaces: { in0: { addresses: ['10.50.0.2/24'] } } },
  },
  links: ['host:out web:in0'],
}
const PAIR = 'ip link add out type veth peer name in0\nip addr add 10.50.0.1/24 dev out\nip link set out up\n'

describe('a container is attached', () => {
  test.each([
    [
      'through a name in /run/netns',
      `${PID}mkdir -p /var/run/netns\nln -s /proc/$pid/ns/net /var/run/netns/web\n${PAIR}ip link set in0 netns web\nip -n web addr add 10.50.0.2/24 dev in0\nip netns exec web ip link set in0 up`,
    ],
    [
      'under another name there, forced',
      `${PID}ln -sfT "/proc/\${pid}/ns/net" "/run/netns/box"\n${PAIR}ip link set in0 netns box\nip -n box addr add 10.50.0.2/24 dev in0\nip -n box link set in0 up\nip netns del box`,
    ],
    [
      'through a number that was looked up before',
      `docker inspect --format '{{ .State.Pid }}' web\nln -s /proc/17037/ns/net /var/run/netns/x\n${PAIR}ip link set in0 netns 17037\nip -n x addr add 10.50.0.2/24 dev in0\nip -n x link set in0 up`,
    ],
    [
      'through its process',
      `${PID}${PAIR}ip link set in0 netns $pid\nnsenter -t $pid -n ip addr add 10.50.0.2/24 dev in0\nnsenter --target "$pid" --net ip link set in0 up`,
    ],
    [
      'with iproute2’s own word for it',
      `${PID}ip netns attach web $pid\n${PAIR}ip link set in0 netns web\nip -n web a a 10.50.0.2/24 dev in0\nip -n web l s in0 up`,
    ],
    [
      'from within',
      `${PID}${PAIR}ip link set in0 netns $pid\ndocker exec --privileged web ip addr add 10.50.0.2/24 dev in0\ndocker exec -it web sh -c 'ip link set in0 up'`,
    ],
    [
      'at a shell in it',
      `${PID}${PAIR}ip link set in0 netns $pid\ndocker exec -it web sh\n/ # ip addr add 10.50.0.2/24 dev in0\n/ # ip link set in0 up\n/ # exit`
        .split('\n')
        .map((line) => (line.startsWith('/ #') ? line : `[root@box ~]# ${line}`))
        .join('\n'),
    ],
    [
      'through the path that its engine tells',
      `ns=$(docker inspect -f '{{.NetworkSettings.SandboxKey}}' web)\n${PAIR}ip link set in0 netns $ns up\nnsenter --net=$ns ip addr add 10.50.0.2/24 dev in0\nnsenter --net=$ns ip link set in0 up`,
    ],
  ])('%s', (_, text) => {
    const whole = (text.startsWith('[root') ? `[root@box ~]# ${WEB}` : WEB) + text
    expect(drawn(whole)).toEqual(CABLE)
    expect(told(whole)).toEqual([])
    expect(checkLab(importScript(whole).lab).filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('by pipework, which makes the bridge and replaces the default route', () => {
    const { nodes, links } = drawn(
      `${WEB}pipework br0 web 10.50.0.2/24@10.50.0.9\npipework br0 web -i eth2 10.51.0.2/24 02:00:00:00:00:07`,
    )
    expect(nodes.br0).toEqual({ kind: 'bridge' })
    expect(nodes.web).toEqual({
      kind: 'container',
      container: 'web',
      interfaces: { eth1: { addresses: ['10.50.0.2/24'] }, eth2: { addresses: ['10.51.0.2/24'], mac: '02:00:00:00:00:07' } },
      routes: [{ to: 'default', via: '10.50.0.9' }],
    })
    expect(links).toEqual(['web:eth1 br0:veth1pl-web', 'web:eth2 br0:veth2pl-web'])
  })

  test.each([
    ['-i', 'pipework br0 -i eth5 web 10.50.0.2/24', { eth5: { addresses: ['10.50.0.2/24'] } }],
    [
      'a MAC',
      'pipework br0 web 10.50.0.2/24 02:00:00:00:00:07',
      { eth1: { addresses: ['10.50.0.2/24'], mac: '02:00:00:00:00:07' } },
    ],
    ['a MAC made up', 'pipework br0 web 10.50.0.2/24 U:web', { eth1: { addresses: ['10.50.0.2/24'] } }],
    ['DHCP', 'pipework br0 web dhcp', { eth1: { dhcp: true } }],
  ])('by pipework with %s', (_, line, interfaces) => {
    expect(drawn(`brctl addbr br0\nip link set br0 up\n${WEB}${line}`).nodes.web).toEqual({
      kind: 'container',
      container: 'web',
      interfaces,
    })
  })

  it('by a pipework that is told routes', () => {
    const text = `pipework br0 web 10.50.0.2/24\npipework route web add 10.60.0.0/16 via 10.50.0.7`
    expect(drawn(text).nodes.web).toMatchObject({ routes: [{ to: '10.60.0.0/16', via: '10.50.0.7' }] })
  })

  it('without a name, by one that stands for it', () => {
    const text = 'C=$(docker run -d busybox:1.36 sleep 600)\npipework br0 $C 10.50.0.2/24'
    expect(drawn(text).nodes.busybox).toMatchObject({ kind: 'container', container: 'busybox' })
    expect(told(text)).toEqual(['1 import-container-unnamed'])
  })

  it('of Podman', () => {
    expect(drawn('podman run -d --name db --net=none postgres').nodes.db).toEqual({
      kind: 'container',
      engine: 'podman',
      container: 'db',
    })
  })
})

describe('containers that have no network of their own', () => {
  it('are the host, where they share its network', () => {
    const text = 'docker run -d --name open --net=host busybox\ndocker exec open ip link add br9 type bridge\nip link set br9 up'
    expect(drawn(text).nodes).toEqual({ host: { kind: 'host' }, br9: { kind: 'bridge' } })
  })

  it('are the other one, where they share that', () => {
    const text = `${WEB}docker run -d --name side --network container:web busybox\npipework br0 side 10.50.0.2/24`
    expect(drawn(text)).toMatchObject({
      nodes: { web: { interfaces: { eth1: { addresses: ['10.50.0.2/24'] } } } },
      links: ['web:eth1 br0:veth1pl-side'],
    })
    expect(drawn(text).nodes.side).toBeUndefined()
  })
})

it('takes away what a container had when it ends or starts again', () => {
  const attached = `${WEB}pipework br0 web 10.50.0.2/24\n`
  expect(drawn(`${attached}docker rm -f web`)).toEqual({ nodes: { host: { kind: 'host' }, br0: { kind: 'bridge' } }, links: [] })
  expect(drawn(`${attached}docker restart -t 0 web`).nodes.web).toEqual({ kind: 'container', container: 'web' })
  expect(told(`${attached}docker restart web`)).toEqual(['3 import-container-restarted'])
})

describe('an interface of the machine becomes a port', () => {
  test.each([
    'brctl addbr br0\nip link set br0 up\nip addr del 192.168.0.5/24 dev eth0\nip addr add 192.168.0.5/24 dev br0\nbrctl addif br0 eth0',
    'ip link add br0 type bridge\nip link set br0 up\nip link set eth0 master br0\nip addr flush dev eth0\nip addr add 192.168.0.5/24 dev br0',
    'brctl addbr br0\nifconfig eth0 0.0.0.0\nbrctl addif br0 eth0\nifconfig br0 192.168.0.5 netmask 255.255.255.0 up',
  ])('%s', (text) => {
    expect(drawn(text)).toEqual({
      nodes: {
        host: { kind: 'host', interfaces: { eth0: { bridge: 'br0' } } },
        br0: { kind: 'bridge', addresses: ['192.168.0.5/24'] },
      },
      links: [],
    })
    expect(told(text)).toEqual([])
  })

  it('and is none once it is taken out again', () => {
    expect(drawn('brctl addbr br0\nip link set br0 up\nbrctl addif br0 eth0\nip link set eth0 nomaster').nodes.host).toEqual({
      kind: 'host',
    })
  })

  it('but not one inside a container, nor of a bridge of the engine', () => {
    expect(told('docker run -d --name web busybox\ndocker exec web ip link set eth0 name lan0')).toEqual(['2 import-nic'])
    expect(told('ip link add a type veth peer name b\nip link set a up\nip link set b up\nbrctl addif docker0 a')).toEqual([
      '4 import-nic',
    ])
  })
})
