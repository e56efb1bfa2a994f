import type { GuideTextLike } from '../../guide/guide'
import type { pipeworkEn } from './pipework.en'

/** pipework，简体中文。 */
export const pipeworkZh: GuideTextLike<typeof pipeworkEn> = {
  intro:
    '`pipework br0 test01 172.18.18.36/24@172.18.18.1` 只有一行，却做了五件事：建网桥，铺线，把线的一端移进正在运行的容器，给它地址，再把默认路由指向网关。这里一件一件来做。\n\n本指南需要本机和 Docker：沙箱里没有容器。请先用任意带 shell 的镜像启动一个：`docker run -d --name test01 --network none IMAGE sleep 3600`。',
  steps: {
    build: {
      title: '一个网桥，一根通进容器的线',
      text: '本机上的 `br0`，和一对 veth：一端是 `br0` 的端口，另一端是 `test01` 里的 `eth1`。还没有地址。',
      after: '容器比启动时多了一个接口。',
    },
    process: {
      title: '它是怎么进去的？',
      text: '这个容器的网络命名空间在 `/run/netns` 里没有名字。线的一端是凭什么移进去的？',
      choices: ['凭容器的名字，`ip` 会去问 Docker', '凭它的 IP 地址', '凭里面一个进程的编号，由 Docker 告知'],
      after:
        '`ip link set … netns PID` 用的就是那个进程的网络命名空间。容器重启之后，进程和命名空间都换了，线也随旧的一起消失：这时图上会标出偏离，再次应用就会重新铺线。',
    },
    address: {
      title: '给容器一个地址',
      text: '给 `test01` 的 `eth1` 配上地址 `172.18.18.36/24`。',
      after: '它就是那一行里 `@` 前面的部分。',
    },
    nobody: {
      title: '容器呼叫 172.18.18.1',
      text: '那将是它的网关。会有回答吗？',
      choices: ['会：网桥启用了，网关就是网桥', '不会：网桥自己有地址，才会应答地址', '不会：容器没有到它的路由'],
      after: '容器在线上问谁拥有 `172.18.18.1`，没有人拥有。作为交换机，网桥没有问题；作为本机的一个接口，它还没有地址。',
    },
    gateway: {
      title: '给网桥一个地址',
      text: '给 `br0` 配上地址 `172.18.18.1/24`。',
      after: '现在本机也在这个网络里了。这一步 pipework 留给你自己做。',
    },
    reach: {
      title: '再呼叫一次',
      text: '从 `test01` 发出同样的 ping。',
      after: '沿着线到网桥，再向上进入本机。',
    },
    inland: {
      title: '再远一点呢？',
      text: '`test01` 会向 `8.8.8.8` 发出包吗？',
      choices: ['不会：它只认识一个网络，那个地址不在里面', '会，发给网关，由网关转交', '会，被本机丢弃'],
      after: '邻居就算能够转交，在有路由指明之前也不是网关。',
    },
    default: {
      title: '默认路由',
      text: '给 `test01` 加上路由 `default`，经由 `172.18.18.1`：那一行里 `@` 后面的部分。',
      after: '如果容器原来有引擎给的默认路由，它会被替换，销毁时再还回去。',
    },
    back: {
      title: '回来的路还缺什么？',
      text: '它发往外面的包现在来到本机，由本机转发。要有回答，还需要什么？',
      choices: [
        '什么也不用：出得去就回得来',
        '外面有人认识去 `172.18.18.0/24` 的路，或者在本机上做 MASQUERADE',
        '在 `br0` 上加一条默认路由',
      ],
      after:
        '外面没有人认识你的 `172.18.18.0/24`。想让容器用本机的地址出去，就从主机到 `br0` 画一条 NAT 规则；实验 `lan-gateway` 在沙箱里一步一步讲这件事。',
    },
  },
  faults: {
    'gateway-moved': {
      symptom: '容器不再收到网关的回答。',
      hints: ['它的路由还是原样。谁来应答网关的地址？', '容器在问谁拥有 172.18.18.1。', '读一读 `br0` 的地址。'],
      after: '`br0` 的地址是 `172.18.19.1/24`：网关搬到了另一个网络。',
    },
    'port-down': {
      symptom: '容器不再收到网关的回答。',
      hints: ['地址和路由都还是原样。', '沿着线从容器走到网桥。', '看看 `br0` 的端口 `veth-test01`。'],
      after: '网桥的端口被画成停用，就像有人在交换机上拔了插头。',
    },
  },
}
