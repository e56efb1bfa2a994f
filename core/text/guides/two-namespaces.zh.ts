import type { GuideTextLike } from '../../guide/guide'
import type { twoNamespacesEn } from './two-namespaces.en'

/** two-namespaces，简体中文。 */
export const twoNamespacesZh: GuideTextLike<typeof twoNamespacesEn> = {
  intro:
    '最小的网络：两个命名空间和一根线。veth 对就是这根线。它总有两端，每一端都可以住在自己的命名空间里。线铺好之后，要让双方说上话，还缺什么？',
  steps: {
    build: {
      title: '铺线',
      text: '两个命名空间，一对 veth，两边各一端。还没有地址。',
      after: '两端都启用了，也看得见彼此：可以说，“物理”这一层已经好了。',
    },
    mute: {
      title: 'ns1 呼叫 172.16.0.2',
      text: '线铺好了，两端也都启用了。ping `172.16.0.2` 会怎样？',
      choices: ['发到线上，但没人回答', '根本没有发出去：ns1 不知道那个网络在哪里', 'ns2 会回答：另一头没有别人'],
      after: '内核先查路由表，而 ns1 的路由表是空的：`Network is unreachable`。一个包也没有离开。',
    },
    left: {
      title: '给 ns1 一个地址',
      text: '给 `veth-ns1` 配上地址 `172.16.0.1/16`。',
      after: '随地址来了一条路由：`172.16.0.0/16` 经 `veth-ns1` 到达。',
    },
    alone: {
      title: '再呼叫一次',
      text: '现在 ns1 知道去 `172.16.0.2` 的路了。谁会回答？',
      choices: ['还是没人', 'ns2：线上只有它', 'ns1 自己'],
      after:
        '这次真的发了东西：询问谁有 `172.16.0.2`（ARP）。没人有，也就没人答，问了三次之后内核放弃了：`Destination Host Unreachable`。',
    },
    right: {
      title: '给 ns2 一个地址',
      text: '给 `veth-ns2` 配上地址 `172.16.0.2/16`。',
      after: '现在两边都在 `172.16.0.0/16` 里。谁都不需要网关：它们是隔壁邻居。',
    },
    talk: {
      title: '现在呢？',
      text: '同一个 ping，第三次。',
      after: '有回答了。线、地址、路由：就这些。',
    },
    tables: {
      title: '谁记住了什么？',
      text: '要发帧，就得知道对方的 MAC。现在谁的邻居表里有？（`ip neigh`，或 `arp`）',
      choices: ['只有提问的 ns1', 'ns1 和 ns2 都有，主机没有', '三者都有：主机看得到一切'],
      after:
        'ns1 从回答里学到，ns2 从提问里学到。主机有自己的邻居表，里面完全没有这些：命名空间是一套独立的网络栈，表也是各有各的。',
    },
  },
  faults: {
    'end-down': {
      symptom: 'ns1 和 ns2 失去了联系。',
      hints: ['ns1 里还有路由吗？ns2 里呢？', '接口停用时，经过它的路由也会消失。', '看看 `veth-ns2` 的灯。'],
      after: '`veth-ns2` 被停用了。它的对端于是没有载波，就像插头被拔掉一样。',
    },
    'no-prefix': {
      symptom: '从 ns1 ping 会说网络不可达，可它的地址明明在。',
      hints: ['地址没错，却没有路由：地址还包含什么？', '比较 ns1 和 ns2 的路由。', '看看内核里 `veth-ns1` 的前缀长度。'],
      after:
        'ns1 的地址成了 `172.16.0.1/32`。`ip addr add 172.16.0.1 dev veth-ns1` 漏写前缀长度时，得到的就是它：只有自己的网络，到谁都没有路由。',
    },
    'other-network': {
      symptom: 'ns1 得不到 172.16.0.2 的回答。图和内核一致。',
      hints: ['到底有没有谁拥有 172.16.0.2？', '把两个地址逐位念一遍。', '`veth-ns2` 地址的第二个数字。'],
      after: 'ns2 的地址是 `172.17.0.2/16`：差了一个数字，两边就在同一根线上的不同网络里了。',
    },
  },
}
