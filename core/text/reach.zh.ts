import type { reachEn, reachWordsEn } from './reach.en'

type Params = Record<string, string | number>

const place = (p: Params) => `表“${p.table}”的“${p.chain}”链第 ${p.at} 条`
const look = (p: Params) => `在 ${p.netns} 中用“${p.see}”查看。不是自己创建的规则，Netloom 不会改动：请在那里修改。`

/** `core/text/reach.en` in Simplified Chinese. */
export const reachZh: typeof reachEn = {
  'no-namespace': {
    message: (p) => `机器上没有 ${p.netns}`,
    suggestion: () => '请先应用实验。',
  },
  'no-route': {
    message: (p) => `${p.netns} 没有到 ${p.to} 的路由`,
    suggestion: (p) => `在 ${p.netns} 中添加一条路由（网关须在它直连的网络上），或添加默认路由。`,
  },
  'route-needs-up': {
    message: (p) => `${p.netns} 没有到 ${p.to} 的路由：位于该网络的 ${p.dev} 未启用`,
    suggestion: (p) => `启用 ${p.netns} 中的 ${p.dev}。`,
  },
  'no-source': {
    message: (p) => `${p.netns} 的 ${p.dev} 上没有可作为源地址的地址`,
    suggestion: (p) => `给 ${p.netns} 中的 ${p.dev} 配置地址。`,
  },
  'interface-down': {
    message: (p) => `${p.where} 中的 ${p.dev} 未启用`,
    suggestion: (p) => `启用 ${p.where} 中的 ${p.dev}。`,
  },
  'no-carrier': {
    message: (p) => `${p.where} 中的 ${p.dev} 没有载波`,
    suggestion: () => '检查 veth 对的另一端：它也必须启用。',
  },
  'bridge-down': {
    message: (p) => `网桥 ${p.dev} 未启用，端口之间不转发任何帧`,
    suggestion: (p) => `启用 ${p.dev}。`,
  },
  'port-not-forwarding': {
    message: (p) => `网桥端口 ${p.dev} 处于 ${p.state} 状态，尚未转发`,
    suggestion: () => '启用 STP 时，端口要侦听和学习约 30 秒后才转发。',
  },
  'no-neighbour': {
    message: (p) => `在 ${p.netns} 的 ${p.dev} 所连的网络上，没有谁应答 ${p.next}`,
    suggestion: (p) => `检查该网络上是否有节点配置了 ${p.next}，以及前缀长度是否合适。`,
  },
  'forwarding-off': {
    message: (p) => `${p.netns} 收到了发往 ${p.to} 的数据包，但没有开启转发`,
    suggestion: (p) => `在 ${p.netns} 中开启转发。`,
  },
  'filter-drop': {
    message: (p) => `${p.netns} 的“${p.chain}”链第 ${p.rule} 条规则丢弃了发往 ${p.to} 的包`,
    suggestion: (p) => `在第 ${p.rule} 条之前加一条放行它的规则，或者修改那一条。`,
  },
  'filter-reject': {
    message: (p) => `${p.netns} 的“${p.chain}”链第 ${p.rule} 条规则拒绝了发往 ${p.to} 的包，并告知了发送方`,
    suggestion: (p) => `在第 ${p.rule} 条之前加一条放行它的规则，或者修改那一条。`,
  },
  'filter-policy': {
    message: (p) => `${p.netns} 的“${p.chain}”链没有规则放行发往 ${p.to} 的包，而它的策略是丢弃`,
    suggestion: (p) => `在“${p.chain}”里加一条放行它的规则；应答由状态 established 和 related 放行。`,
  },
  'foreign-drop': {
    message: (p) => `${p.netns} 中一条不是 Netloom 创建的规则丢弃了发往 ${p.to} 的包：“${p.rule}”（${place(p)}）`,
    suggestion: (p) => look(p),
  },
  'foreign-reject': {
    message: (p) => `${p.netns} 中一条不是 Netloom 创建的规则拒绝了发往 ${p.to} 的包，并告知了发送方：“${p.rule}”（${place(p)}）`,
    suggestion: (p) => look(p),
  },
  'foreign-policy': {
    message: (p) =>
      `${p.netns} 中不是 Netloom 创建的表“${p.table}”里，“${p.chain}”链没有规则放行发往 ${p.to} 的包，而它的策略是丢弃`,
    suggestion: (p) => look(p),
  },
  'foreign-may-stop': {
    message: (p) => `发往 ${p.to} 的包可能在 ${p.netns} 中被一条 Netloom 不能完全理解的规则拦下：“${p.rule}”（${place(p)}）`,
    suggestion: (p) => look(p),
  },
  'foreign-may-policy': {
    message: (p) =>
      `发往 ${p.to} 的包可能在 ${p.netns} 中被表“${p.table}”的“${p.chain}”链的策略（丢弃）拦下：可能放行它的规则，Netloom 不能完全理解`,
    suggestion: (p) => look(p),
  },
  'foreign-may-more': {
    message: (p) =>
      `发往 ${p.to} 的包可能在 ${p.netns} 中被表“${p.table}”的“${p.chain}”链拦下：该链还有 ${p.more} 条规则 Netloom 没有读取`,
    suggestion: (p) => look(p),
  },
  'foreign-may-table': {
    message: (p) => `发往 ${p.to} 的包可能在 ${p.netns} 中被表“${p.table}”拦下，Netloom 不读取该表的规则`,
    suggestion: (p) => look(p),
  },
  'foreign-may-translate': {
    message: (p) =>
      `发往 ${p.to} 的包的地址可能在 ${p.netns} 中被一条 Netloom 不能完全理解的规则改写：“${p.rule}”（${place(p)}）`,
    suggestion: (p) => look(p),
  },
  'answer-astray': {
    message: (p) => `它发往 ${p.to}，也就是 ${p.netns}，而提问的并不是它`,
    suggestion: () => '查看途中的 NAT（请求的这个源地址由它给出），并检查是否还有谁也配置了该地址。',
  },
  loop: {
    message: (p) => `发往 ${p.to} 的数据包在兜圈子`,
    suggestion: () => '两台路由器互相转给对方：检查它们的路由。',
  },
}

export const reachWordsZh: typeof reachWordsEn = { known: '从内核自己的表来看：' }

/** `replyEn` in Simplified Chinese. */
export const replyZh = (message: string) => `请求已到达，但应答没有回来：${message}`

/** `replyMayEn` in Simplified Chinese. */
export const replyMayZh = (message: string) => `应答方面：${message}`
