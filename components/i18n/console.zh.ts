import type { Text } from './text'

/** 控制台相关的文字。 */
export const consoleZh: Text['console'] = {
  tab: '控制台',
  actions: {
    show: '控制台',
    open: '打开控制台',
  },
  list: '控制台列表',
  openIn: '在哪个节点打开控制台',
  newOne: '新建控制台',
  closeOne: (name) => `关闭控制台 ${name}`,
  terminal: (name) => `${name} 的终端`,
  empty: '控制台是节点里的一个 shell，看到的是该节点自己的接口、路由和规则。',
  notRunning: '还没有运行。先应用实验，之后每个节点都可以打开控制台。',
  starting: (node) => `正在 ${node} 中打开控制台…`,
  quick: '替我输入命令',
  views: {
    addresses: '接口及其地址',
    routes: '路由',
    neighbours: '邻居：谁的 MAC 是什么',
    fdb: '网桥学到了什么',
    rules: '过滤与 NAT 规则',
    sockets: '谁在监听哪个 TCP 端口',
  },
  screenReader: '屏幕阅读器模式',
  leaveHint: '离开终端',
  copyHint: '复制',
  ended: {
    exit: (code) => `shell 已结束，退出码 ${code}。`,
    signal: (signal) => `shell 被 ${signal} 结束。`,
    gone: (node) => `${node} 的命名空间已不存在，shell 随之结束。`,
    lost: '机器已结束，shell 随之结束。',
  },
  openAgain: '重新打开',
  dismiss: '关闭',
  errors: {
    failed: (node) => `无法在 ${node} 中打开控制台。`,
    offline: '服务器没有应答。',
    limit: '控制台数量已达上限，请先关闭一个。',
    'not-allowed': '这台机器不提供控制台：它无法让 shell 接触不到这台计算机的文件。',
    'not-running': '还没有运行。请先应用实验。',
    noContainers: '容器只在本机上有，沙箱里没有。',
    containersOnly: '在这里打开的 shell 会是本机的 root。在本机上，只有容器可以打开控制台。',
    'unknown-node': '机器上还没有这个节点。请先应用实验。',
  },
}
