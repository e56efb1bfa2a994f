import type { Translated } from './dictionary'
import type { hostEn } from './host.en'

/** Labs on this computer itself, Simplified Chinese. */
export const hostZh: Translated<typeof hostEn> = {
  here: '本机',
  choose: '实验在哪里运行',
  chooseHint: {
    sandbox: '独立的内核空间，不会碰到这台计算机。',
    host: '接口、命名空间和规则都真实地建在这台计算机上。',
  },
  destroyFirst: '实验已应用在当前机器上，请先在那里销毁。',
  waitsHere: '有一次改动在等待确认，请先保留或还原。',
  actions: { sandbox: '改在沙箱里运行', host: '改在本机上运行', keep: '保留等待确认的改动', back: '还原等待确认的改动' },
  chosen: { sandbox: '实验现在在沙箱里运行。', host: '实验现在直接在本机上运行。' },
  refused: {
    'applied-here': '实验已应用在当前机器上。请先在那里销毁，再更换机器。',
    busy: '机器上正有操作在进行，结束后请重试。',
    other: '机器没有更换。',
  },

  ask: {
    title: '应用到本机？',
    first: '这个实验在本机上还什么都没有。应用会涉及：',
    deletes: '这次应用会从本机上删除东西。涉及：',
    cutOff: '这次应用会改变本机与外界的通路。涉及：',
    keep: '你自己的连接可能正经过这里。一分钟内没有选择保留，改动会自动还原。',
    foreign: '本机上其余的一切保持原样；销毁会把这些全部收回。',
    apply: (steps) => `在本机应用 ${steps} 步`,
    kinds: {
      nic: '本机已有的接口',
      interface: '实验的接口',
      address: '地址',
      route: '路由',
      sysctl: '系统设置（sysctl）',
      table: 'nftables 表',
      namespace: '命名空间',
      container: '容器',
      program: '程序',
    },
    how: { create: '新建', change: '改动', delete: '删除' },
    more: (count) => `另有 ${count} 项`,
  },

  keep: {
    title: '保留这次改动吗？',
    text: (seconds) => `${seconds} 秒内没有选择保留，就会还原。`,
    working: '正在还原。',
    why: '它可能让某些人连不上这台计算机了。',
    cut: '页面现在连不上服务器。如果是这次改动造成的，它会自动还原。',
    keep: '保留',
    back: '还原',
    announce: (seconds) => `改动等待确认：还剩 ${seconds} 秒。`,
    other: (lab, seconds) => `${lab} 的改动正等待确认（${seconds} 秒）。在此之前，本机上不会应用任何东西。`,
    failed: '没能通知到本机的代理。',
  },
  settled: {
    timeout: '上一次改动没有人及时保留，已还原。本机与之前一样。',
    asked: '上一次改动已还原。本机与之前一样。',
    'cut-off': '上一次改动中途中断，已还原。本机与之前一样。',
    failed: '上一次改动没能完全还原。“netloom status --machine host”会列出剩下了什么。',
    dismiss: '关闭',
  },

  sandboxOnly: {
    breakIt: '故障只在沙箱里制造，绝不在本机上。',
    serve: '指南的服务程序只在沙箱里运行。在本机上，请自己启动一个。',
  },
  gallery: {
    applied: '在本机上',
    removeApplied: '它正应用在本机上，会先从本机移除。',
  },

  nics: {
    title: '本机的接口',
    hint: '选一个网桥，接口就成为它的端口。接口上的地址会移到网桥，之后再还回来。',
    inSandbox: '沙箱里没有本机的接口。把机器换成“本机”后，它们会列在这里。',
    unavailable: '实验无法在本机上运行，因此也用不了本机的接口。',
    none: '没有空闲的接口。',
    noBridge: '请先在主机上画一个网桥。',
    port: (name) => `${name} 的网桥`,
    notPort: '不作端口',
    foreign: (name) => `已是 ${name} 的端口，不由这个实验管理。`,
    portOf: (bridge) => `${bridge} 的端口`,
    more: (count) => `另有 ${count} 个`,
    attach: (name, bridge) => `${name} 现在是 ${bridge} 的端口。`,
    drag: (name) => `从 ${name} 画到网桥，让它成为端口`,
  },
  containers: {
    running: '本机的容器',
    inSandbox: '沙箱里看不到容器。把机器换成“本机”后，正在运行的容器会列在这里。',
    none: '没有还未画出的正在运行的容器。',
    choose: (name) => `选择 ${name}`,
    take: '选择',
    pid: (pid) => `PID ${pid}`,
  },
}
