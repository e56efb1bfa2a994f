import type { GuideTextLike } from '../../guide/guide'
import type { containerAttachEn } from './container-attach.en'

/** container-attach，简体中文。 */
export const containerAttachZh: GuideTextLike<typeof containerAttachEn> = {
  intro:
    '容器就是住在若干命名空间里的进程，其中之一是网络命名空间。它和前面那些只有一点不同：`/run/netns` 里没有它的名字。这里给两个没有网络的容器拉一根自己的线。\n\n本指南需要本机和 Docker：沙箱里没有容器。请先用任意带 shell 的镜像启动两个：`docker run -d --name test1 --network none IMAGE sleep 3600`，再同样启动 `test2`。',
  steps: {
    build: {
      title: '两个容器之间的一根线',
      text: '一对 veth，一端在 `test1`，另一端在 `test2`。还没有地址。',
      after: '两端都启用了。为此没有停止或启动容器里的任何东西，Docker 也不知道有这根线。',
    },
    nameless: {
      title: '这些命名空间在哪里？',
      text: '你在本机输入 `ip netns list`。列表里有这两个容器吗？',
      choices: [
        '有：所有网络命名空间都在里面',
        '没有：它列出的是 `/run/netns` 里的名字，而 Docker 不在那里写名字',
        '没有：容器没有自己的网络命名空间',
      ],
      after:
        '命名空间不需要名字也能存在，里面有一个进程就够了。所以要经由进程进去：Docker 会告诉你容器第一个进程的编号，`/proc/PID/ns/net` 就是它的网络命名空间。看看第一步的命令。',
    },
    mute: {
      title: 'test1 呼叫 10.1.1.2',
      text: '线铺好了，两端都启用了。结果会怎样？',
      choices: ['test2 会回答：另一头没有别人', '什么也没离开 test1：它不知道这个地址属于哪个网络', 'Docker 会转交给 test2'],
      after: '没有地址就没有直连路由，而用 `--network none` 启动的容器也没有别的路由。',
    },
    first: {
      title: '给 test1 一个地址',
      text: '给 `test1` 的 `eth0` 配上地址 `10.1.1.1/24`。',
      after: '随之而来的是到 `10.1.1.0/24` 的路由，只在这个容器里。',
    },
    second: {
      title: '给 test2 一个地址',
      text: '给 `test2` 的 `eth0` 配上地址 `10.1.1.2/24`。',
      after: '同一个网络里的两个地址，两端各一个。',
    },
    call: {
      title: '再呼叫一次',
      text: '从 `test1` 发出同样的 ping。',
      after: '从容器到容器，中间没有网桥、没有 NAT，也没有发布端口。',
    },
    learned: {
      title: '谁学到了什么？',
      text: '现在谁的邻居表里有 `10.1.1.2` 的 MAC？',
      choices: ['只有 test1 的', '本机的', 'docker0 的，也就是引擎的网桥'],
      after: '每个网络命名空间都有自己的表，容器也一样。本机没有参与。',
    },
    alone: {
      title: '那么从这里到外面呢？',
      text: '`test1` 能到达 `8.8.8.8` 吗？',
      choices: ['能：本机能到，它的容器就能到', '能，只要本机开启转发', '不能：它只认识这根线这一个网络'],
      after: '一根两端的线没有出口。实验 `pipework` 改为把容器接到网桥上，并给它一个网关。销毁会收走这根线，容器照常运行。',
    },
  },
  faults: {
    'other-network': {
      symptom: 'test1 不再收到 10.1.1.2 的回答，可是灯全亮着。',
      hints: ['绿灯只说明线是好的，仅此而已。', '谁拥有 10.1.1.2？', '读一读 `test2` 里 `eth0` 的地址。'],
      after: '`test2` 的地址是 `10.1.2.2/24`：邻居到了另一个网络。',
    },
    'end-down': {
      symptom: 'test1 不再收到 10.1.1.2 的回答。',
      hints: ['看看这根线两端的灯。', '没有载波的那一端，未必是出错的那一端。', '`test2` 里的 `eth0` 画成启用了吗？'],
      after: '`test2` 的 `eth0` 被画成停用，`test1` 因此没有了载波。',
    },
  },
}
