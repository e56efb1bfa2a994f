import type { Words } from '../words'
import type { drawingEn } from './drawing.en'

/** Names and the shape of the drawing, Simplified Chinese. */
export const drawingZh: Record<keyof typeof drawingEn, Words> = {
  'bad-node-name': {
    message: (p) => `“${p.name}”不能用作节点名`,
    suggestion: () => '可用字母、数字、“-”、“_”和“.”，以字母或数字开头，最多 63 字节。',
  },
  'bad-interface-name': {
    message: (p) => `“${p.name}”不能用作接口名`,
    suggestion: () => '1 到 15 字节：字母、数字和“-_.@~”，不以“-”开头，也不能是“all”或“default”。',
  },
  'bad-bridge-name': {
    message: (p) => `“${p.name}”不能用作网桥名，因为网桥同时也是接口`,
    suggestion: () => '1 到 15 字节：字母、数字和“-_.”，不能是“lo”、“all”或“default”。',
  },
  'bad-lab-name': {
    message: (p) => `“${p.name}”不能用作实验名`,
    suggestion: () => '可用小写字母、数字和“-”，以字母或数字开头，最多 40 个字符。',
  },
  'host-kind': {
    message: () => '节点“host”就是机器本身，不能是别的种类',
    suggestion: () => '请写“kind: host”，或给这个节点换一个名称。',
  },
  'host-name': {
    message: (p) => `“${p.node}”的种类是 host，但代表机器本身的节点叫“host”`,
    suggestion: () => '请把它命名为“host”，或改为命名空间。',
  },
  'duplicate-node-id': {
    message: (p) => `“${p.node}”和“${p.other}”的 id 相同，都是“${p.id}”`,
    suggestion: (p) => `请给“${p.node}”另一个 id；不写 id 时，名称就是 id。`,
  },
  'names-differ-in-case': {
    message: (p) => `“${p.name}”和“${p.other}”只有大小写不同`,
    suggestion: () => '内核能区分它们，人却容易看错：请重命名其中一个。',
  },
  'duplicate-interface': {
    message: (p) => `${p.netns} 中有两个名为“${p.name}”的接口：分别在 ${p.node} 和 ${p.other} 上`,
    suggestion: () => '接口名在命名空间内必须唯一，网桥及其端口也算在内：请重命名其中一个。',
  },
  'loopback-endpoint': {
    message: (p) => `链路不能以 ${p.node} 的 lo 为一端：lo 是每个命名空间自带的回环接口`,
    suggestion: () => '请给这一端换一个名称，例如 eth0。',
  },
  'interface-without-link': {
    message: (p) => `${p.node} 的 ${p.name} 没有链路，因此不会存在`,
    suggestion: (p) => `请画一条到 ${p.node}:${p.name} 的链路，或删除这个接口。`,
  },
  'unknown-node': {
    message: (p) => `链路的一端是“${p.node}”，但实验中没有这个节点`,
    suggestion: (p) => (p.near ? `您是指“${p.near}”吗？` : '请画出这个节点，或删除链路。'),
  },
  'endpoint-used-twice': {
    message: (p) => `${p.node}:${p.name} 是两条链路的端点`,
    suggestion: () => '一个接口只有一个对端：请给其中一端换一个名称。',
  },
  'link-on-one-bridge': {
    message: (p) => `链路的两端都是 ${p.bridge} 的端口，形成了环路`,
    suggestion: () => '请把其中一端连到别的节点。',
  },
  'bridge-ring': {
    message: (p) => `这条链路使网桥连成了环（${p.bridges}），帧会在其中无休止地循环`,
    suggestion: () => '请删除环中的一条链路，或在其中一个网桥上打开 STP。',
  },
  'bridge-as-port': {
    message: (p) => `${p.name} 本身是网桥，不能作为 ${p.bridge} 的端口`,
    suggestion: (p) => `请用一条链路连接这两个网桥：${p.bridge} 到 ${p.name}。`,
  },
  'on-unknown': {
    message: (p) => `${p.bridge} 位于“${p.on}”上，但实验中没有这个节点`,
    suggestion: (p) => (p.near ? `您是指“${p.near}”吗？` : '请把它放在 host 上，或画出那个命名空间。'),
  },
  'on-itself': {
    message: (p) => `${p.bridge} 不能位于它自己里面`,
    suggestion: () => '请把它放在 host 或某个命名空间上。',
  },
  'on-bridge': {
    message: (p) => `${p.bridge} 位于 ${p.on} 上，而后者是网桥；网桥应位于命名空间中`,
    suggestion: (p) => `请把它放在 ${p.on} 所在的 ${p.netns} 上，再用链路连接两者。`,
  },
  'layout-unknown-node': {
    message: (p) => `布局中有“${p.node}”的位置，但实验中没有这个节点`,
    suggestion: () => '请删除这个位置。',
  },
}
