import type { guideWhyEn } from './guide.en'

/** 指南某一步为什么还没有完成。 */
export const guideWhyZh: typeof guideWhyEn = {
  'not-running': () => '还没有运行：先应用',
  'not-applied': (p) => `${p.what} 已经画好，但内核里还没有：请应用`,
  waiting: (p) => `还有 ${p.count} 个步骤等待应用`,
  'not-chosen': () => '先选出你的预测',
  'not-up': (p) => `${p.netns} 中的 ${p.dev} 没有启用`,
  'not-down': (p) => `${p.netns} 中的 ${p.dev} 没有停用`,
  'no-address': (p) => `${p.netns} 中的 ${p.dev} 没有地址 ${p.address}`,
  'has-address': (p) => `${p.netns} 中的 ${p.dev} 已经有地址`,
  'no-route-to': (p) => `${p.netns} 没有到 ${p.to} 的路由`,
  'has-route-to': (p) => `${p.netns} 已经有到 ${p.to} 的路由`,
  'not-forwarding': (p) => `${p.netns} 没有开启转发`,
  'is-forwarding': (p) => `${p.netns} 已经开启转发`,
  'no-nat': (p) => `${p.netns} 没有 ${p.type} 规则`,
  'has-nat': (p) => `${p.netns} 已经有 ${p.type} 规则`,
  'no-lease': (p) => `还没有人给 ${p.netns} 中的 ${p.dev} 地址`,
  'not-learned': (p) => `${p.netns} 的邻居表里没有 ${p.address} 的 MAC`,
  'has-learned': (p) => `${p.netns} 的邻居表里有 ${p.address} 的 MAC`,
  'not-pinged': (p) => `还没有从 ${p.from} ping 过 ${p.to}`,
  'not-connected': (p) => `还没有从 ${p.from} 连接过 ${p.to}`,
  'no-answer': (p) => `${p.to} 没有回答 ${p.from}`,
  'other-cause': (p) => `${p.to} 没有回答 ${p.from}，但原因不是这一步要说的那个`,
  answered: (p) => `${p.to} 回答了 ${p.from}；这一步说的是在那之前的情形`,
  refused: (p) => `${p.to} 回答了 ${p.from}，但那里没有程序在监听`,
}
