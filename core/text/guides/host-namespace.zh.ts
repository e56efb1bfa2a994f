import type { GuideTextLike } from '../../guide/guide'
import type { hostNamespaceEn } from './host-namespace.en'

/** host-namespace，简体中文。 */
export const hostNamespaceZh: GuideTextLike<typeof hostNamespaceEn> = {
  intro: '命名空间并不遥远：它就住在这台机器上，一对 veth 把两边连起来。一端留在主机，另一端搬进去。容器就是这样得到网络的。',
  steps: {
    build: {
      title: '一端在这边，一端在那边',
      text: '`veth-1` 留在主机上，`veth-2` 在 `net-test` 里。还没有地址，`net-test` 的回环接口也是新命名空间的样子。',
      after: '两端都启用了。`net-test` 里的 `lo` 没有，也没有人动过它。',
    },
    self: {
      title: 'net-test 呼叫自己',
      text: '在 `net-test` 里，`127.0.0.1` 会回答吗？',
      choices: ['会：回环总是通的', '不会：新命名空间的回环接口是停用的，连自己也到不了', '会，而且回答的是主机'],
      after:
        '新命名空间一开始只有一个接口 `lo`，而且是停用的。停用时它没有任何地址，连 `127.0.0.1` 都没有。靠它和自己通信的程序会以难以看懂的方式失败。',
    },
    lo: {
      title: '启用 lo',
      text: '选中 `net-test`，把 `lo` 打开。',
      after: '回环一启用，它的地址就自己来了。',
    },
    again: {
      title: 'net-test 再次呼叫自己',
      text: '同一个 ping，同一个命名空间。',
      after: '每个命名空间都有自己的回环接口：外面完全看不到这些。',
    },
    addresses: {
      title: '同一个网络里的两个地址',
      text: '给 `veth-1` 配上 `10.0.0.1/24`，给 `veth-2` 配上 `10.0.0.2/24`。',
      after: '这对 veth 现在是一个两人网络。',
    },
    routes: {
      title: '要写几条路由？',
      text: '主机要能找到 `10.0.0.2`，`net-test` 要能找到 `10.0.0.1`。',
      choices: ['一条也不用', '一条，在 `net-test` 里：默认路由', '两条，两边各一条'],
      after: '两边都随地址得到了 `10.0.0.0/24`。只有要去对面之后更远的地方，才需要默认路由。',
    },
    there: {
      title: '主机呼叫 net-test',
      text: '从 veth 对的这一端到那一端。',
      after: '沿着线过去，又回来。',
    },
    back: {
      title: 'net-test 呼叫主机',
      text: '要让 `10.0.0.1` 回答，主机必须开启转发吗？',
      choices: ['要：包来自另一个命名空间', '不用：包就是给主机自己的，没有什么要转交', '要，还需要 MASQUERADE'],
      after: '转发说的是给别人的包，而这个包已经到了。如果 `net-test` 想从这里继续走，去主机所在的网络，那就不一样了。',
    },
  },
  faults: {
    'end-down': {
      symptom: '主机不再收到 net-test 的回答。',
      hints: ['主机上还有路由吗？', '两端都启用，任何一端才有用。', '看看 `veth-1`。'],
      after: '主机上的 `veth-1` 被停用了。它的路由随之消失，`veth-2` 也没了载波。',
    },
    'address-gone': {
      symptom: '主机不再收到 net-test 的回答，可是灯全亮着。',
      hints: [
        '绿灯只说明线是好的，仅此而已。',
        '主机认为自己在哪些网络里？（`ip route`）',
        '比较 `veth-1` 的地址：图上的和内核里的。',
      ],
      after: '`veth-1` 的地址没了，路由也跟着没了。',
    },
    'other-network': {
      symptom: '主机得不到 10.0.0.2 的回答。图和内核一致。',
      hints: ['谁拥有 10.0.0.2？', '网络相同，两个地址才是邻居。', '读一读 `veth-2` 的地址。'],
      after: '`veth-2` 的地址是 `10.0.1.2/24`，那是和 `10.0.0.0/24` 不同的网络。',
    },
  },
}
