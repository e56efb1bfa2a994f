import type { GuideTextLike } from '../../guide/guide'
import type { routerNamespaceEn } from './router-namespace.en'

/** router-namespace，简体中文。 */
export const routerNamespaceZh: GuideTextLike<typeof routerNamespaceEn> = {
  intro:
    '路由器不一定是主机，也不一定是个盒子：这里它是一个命名空间 Instance1，一只脚踩在虚拟机的交换机 `internal` 上，一只脚踩在办公室的交换机 `br0` 上。主机只出借交换机，自己不参与。命名空间要成为你桌下那个盒子，需要什么？',
  steps: {
    build: {
      title: '只有线，别的都没有',
      text: 'dom1 和 dom2 扮演虚拟机。它们没有地址，而是去要一个（DHCP）。Instance1 两边各有一个地址，并且会转发。',
      after: '全部启用了，dom1 和 dom2 里各有一个客户端在运行。',
    },
    nobody: {
      title: '谁给 dom1 地址？',
      text: 'dom1 里的客户端一遍又一遍地向整个网段询问。',
      choices: ['主机：网桥是它的', '没有人：那个网段上没有服务器', '办公室的路由器，经由 Instance1'],
      after:
        '询问发给交换机上的所有人，但到此为止：路由器不转交广播。而网桥 `internal` 没有地址，所以主机根本不是那个网络的成员。',
    },
    server: {
      title: '在 Instance1 里放一个服务器',
      text: '让 Instance1 在 `veth1.4` 上分发 `192.168.1.100` 到 `192.168.1.199`，并把自己 `192.168.1.1` 作为路由器告知。客户端每隔几秒问一次，稍等片刻。',
      after: '提供、请求、确认：两边都借到了地址，期限一小时。',
    },
    gift: {
      title: '随地址来的还有什么？',
      text: '看看 dom1：它的地址，它的路由。',
      choices: ['只有地址', '地址和一条默认路由', '地址，以及到办公室每台机器的路由'],
      after: '租约还带来了出去的路和域名服务器。经 `192.168.1.1` 的默认路由标记为 `proto dhcp`：随租约来，也随租约去。',
    },
    gateway: {
      title: 'dom1 呼叫它的路由器',
      text: '任何出路的第一站。',
      after: '里面是通的。',
    },
    oneway: {
      title: 'dom1 呼叫办公室里的邻居',
      text: 'dom1 有默认路由，Instance1 会转发。`192.168.0.100` 会回答吗？',
      choices: ['会：路由和转发就够了', '不会：邻居收到了请求，却没有送回回答的路由', '不会：Instance1 先要在 `br0` 上有个地址'],
      after: '一如既往：对话的一半是回来的路。办公室从没听说过 `192.168.1.0/24`，也不能要求那里的机器都去学。',
    },
    snat: {
      title: '把它们藏在 Instance1 后面',
      text: '在 Instance1 里加一条 SNAT 规则：源 `192.168.1.0/24`，发往 `192.168.1.0/24` 自身的除外，改成 `192.168.0.254`。新地址必须是 Instance1 外侧的那个：回答会送到那里。',
      after: 'SNAT 直接写明地址，而 MASQUERADE 会为每个连接去查。在地址不变的路由器上，两者一样。',
    },
    through: {
      title: 'dom1 再次呼叫邻居',
      text: '同一个 ping。',
      after: '有回答了。',
    },
    whom: {
      title: '从办公室看，那是谁？',
      text: '看看邻居的邻居表（`ip neigh`）。',
      choices: ['dom1', 'Instance1，`192.168.0.254`', '主机，`192.168.0.5`'],
      after: '是 Instance1。主机没有出现，尽管每一帧都经过了它的两个网桥：它只做了交换。',
    },
    world: {
      title: 'dom1 呼叫互联网',
      text: 'Instance1 已经有一条到办公室网关的默认路由。',
      after: '借来的地址，借来的路由，再借一个源地址：就这样出去了。',
    },
  },
  faults: {
    unplugged: {
      symptom: '虚拟机之间互通，别的都到不了。',
      hints: ['192.168.1.1 回答 dom1 吗？', '不回答，可是 Instance1 启用着。两者之间隔着什么？', '看看 `internal` 的端口。'],
      after: '路由器的线 `veth1.5` 不再是 `internal` 的端口了。',
    },
    'no-snat': {
      symptom: 'dom1 收不到邻居的回答，但它的路由器会回答。',
      hints: ['那么里面是通的。请求从另一侧出去了吗？', '出去了，也到了。邻居看到的源地址是谁？', '看看 Instance1 的规则。'],
      after: 'SNAT 规则没了。',
    },
    'inside-source': {
      symptom: 'dom1 收不到邻居的回答。图和内核一致。',
      hints: [
        'SNAT 规则是有的。它把源地址改成了什么？',
        '回答会送往那个地址。办公室找得到它吗？',
        '新地址所在的网络，在 Instance1 的哪一侧？',
      ],
      after: '规则给包写上了 `192.168.1.254`，那是里面网络的地址。对办公室来说，它和 dom1 自己的地址一样陌生。',
    },
    'not-a-router': {
      symptom: 'dom1 到得了它的路由器，却到不了后面的任何人。',
      hints: ['Instance1 的两只脚都没问题。', '两只脚之间应该发生什么？', '看看 Instance1 的转发。'],
      after: 'Instance1 不再转发了。',
    },
    'no-uplink': {
      symptom: '办公室回答 dom1，互联网不回答。',
      hints: ['那么租约、转发和 SNAT 都没错。', 'dom1 收到的错误是谁发的？', '看看 Instance1 的路由。'],
      after: 'Instance1 丢了它的默认路由。',
    },
  },
}
