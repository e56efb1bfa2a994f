import type { Words } from '../words'
import type { filterEn } from './filter.en'

/** Packet filters, Chinese. */
export const filterZh: Record<keyof typeof filterEn, Words> = {
  'filter-forward-unused': {
    message: (p) => `${p.node} 不转发，所以它的“forward”链永远没有包经过`,
    suggestion: (p) => `打开 ${p.node} 的转发；如果针对的是发给 ${p.node} 自己的包，请用“input”。`,
  },
  'filter-shadowed': {
    message: (p) => `规则 ${p.number} 已经决定了这条规则能匹配的一切，永远轮不到它`,
    suggestion: () => '把范围更窄的规则放到前面，或者删掉其中一条。',
  },
  'filter-port-alone': {
    message: (p) => `没有 TCP 或 UDP，端口 ${p.port} 就没有意义`,
    suggestion: () => '把协议设为 tcp 或 udp。',
  },
  'filter-wrong-direction': {
    message: (p) =>
      p.chain === 'input'
        ? '“out”在“input”链里无法匹配：到这里为止的包不会再出去'
        : '“in”在“output”链里无法匹配：从这里发出的包不是从哪里进来的',
    suggestion: (p) => `去掉“${p.field}”，或者把规则移到“forward”。`,
  },
  'filter-no-answers': {
    message: (p) =>
      `${p.node} 的“${p.chain}”链会丢弃没有规则放行的包，却没有规则放行已建立连接的应答：先开口的一方永远等不到回音`,
    suggestion: () => '在最前面加一条规则，放行状态 established 和 related。',
  },
  'filter-host-cut-off': {
    message: (p) =>
      p.chain === 'input'
        ? '主机自己会丢弃没有规则放进来的包：如果这是一台别人通过网络使用的电脑，连接会被切断，可能也包括你的'
        : '主机自己会丢弃没有规则放出去的包：如果这是一台通过网络使用的电脑，它的应答再也出不去',
    suggestion: () => '应用到真实电脑之前，先确认有规则放行你自己；在沙箱里没有危险。',
  },
  'filter-no-discovery': {
    message: (p) => `${p.node} 的“${p.chain}”链会丢弃 IPv6 邻居发现，它不属于任何连接：网络里谁也找不到谁`,
    suggestion: () => '加一条规则，放行协议 icmpv6，不限状态。',
  },
}
