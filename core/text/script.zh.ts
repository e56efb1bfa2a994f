import type { FilterOpRule, NatOpRule } from '../plan/ops'
import type { ScriptWords } from './script.en'

function outwards(rule: Extract<NatOpRule, { type: 'masquerade' | 'snat' }>): string {
  const from = rule.source === undefined ? '' : `来自 ${rule.source}、`
  const out = rule.out === undefined ? '向外发出的包' : `从 ${rule.out} 出去的包`
  const except = rule.except.length === 0 ? '' : `（发往 ${rule.except.join('、')} 的除外）`
  return `${from}${out}${except}`
}

/** What a filter rule does, in a sentence. */
function filterRuleWords(rule: FilterOpRule): string {
  const { protocol, port, source, destination, in: from, out, state, action, family } = rule
  const parts = [
    source === undefined ? '' : `来自 ${source}`,
    destination === undefined ? '' : `发往 ${destination}`,
    from === undefined ? '' : `从 ${from} 进来`,
    out === undefined ? '' : `从 ${out} 出去`,
    state.length === 0 ? '' : `连接状态为 ${state.join('、')}`,
  ].filter((part) => part !== '')
  const kind = protocol === undefined ? (family === 'any' ? '包' : `IPv${family} 包`) : `${protocol.toUpperCase()} 包`
  const done = { accept: '放行', drop: '丢弃', reject: '拒绝，并告知对方' }[action]
  const what = parts.length === 0 ? `所有${kind}` : `${parts.join('、')}的${kind}`
  return `${what}${port === undefined ? '' : `（端口 ${port}）`}：${done}。`
}

/** The comments and messages of an exported script, Chinese. Comments are one line each. */
export const scriptZh: ScriptWords = {
  usage: '用法',
  up: '搭建网络；再运行一次可以修复',
  down: '拆除网络',
  status: '查看网络',
  needs: (tools) => `只需要 bash、${tools} 和 root 权限。`,
  helpers: '辅助函数。“host”指本机自己的网络。',
  insideHelp: 'inside NETNS COMMAND...：在命名空间里运行命令。',
  hasNetns: 'has_netns NAME：命名空间是否存在。',
  hasLink: 'has_link NETNS NAME：命名空间里是否有这个接口。',
  freeNetns: 'free_netns NAME...：其中有命名空间已经存在就停下。',
  freeLinks: 'free_links NAME...：本机已经有其中的接口就停下。',
  dropNetns: 'drop_netns NAME...：删除其中存在的命名空间。',
  dropLink: 'drop_link NETNS NAME：删除接口（如果存在）；删掉 veth 的一端，另一端也会消失。',
  remember: 'remember KEY：第一次修改本机设置前记下原值，“down”时恢复。',
  restore: 'restore KEY：恢复设置。',
  keepRoute: 'keep_route CONTAINER 4|6 TO METRIC：记下将被取代的路由。',
  keepSetting: 'keep_setting CONTAINER KEY：第一次修改容器设置前记下原值。',
  giveBack: 'give_back CONTAINER：恢复记下的内容；容器若已重新启动则不动。',
  giveBackNow: '把容器原有的路由和设置还给它们。',
  addRule: 'add_rule NETNS PROGRAM TABLE CHAIN RULE...：追加规则，已有则不动。',
  dropRule: 'drop_rule NETNS PROGRAM TABLE CHAIN RULE...：删除规则（如果存在）。',
  addChain: 'add_chain NETNS PROGRAM CHAIN：在 nat 表里建一条自己的空链。',
  dropChain: 'drop_chain NETNS PROGRAM CHAIN：删除自己的链（如果存在）。',
  serviceRuns: 'service_runs ID PROGRAM：本脚本启动的程序是否还在运行。',
  startService: 'start_service ID PROGRAM COMMAND...：在后台启动程序，已在运行则不动。',
  stopService: 'stop_service ID PROGRAM：如果在运行就结束它。',
  clientHook: 'client_hook：写出 DHCP 客户端用来设置所得地址的脚本。',
  noExec: '如果 /run 里不允许启动程序，就让这个目录成为一个独立的小文件系统。',
  stopServices: 'DHCP 客户端先归还地址，然后结束服务器。',
  policyNote: 'policy_note NETNS PROGRAM CHAIN：记录原来策略的文件；重新启动过的容器用另一个文件。',
  setPolicy: 'set_policy NETNS PROGRAM CHAIN POLICY：没有规则决定的包怎么办；会先记下原来的策略。',
  restorePolicy: 'restore_policy NETNS PROGRAM CHAIN：命名空间还在时，恢复记下的策略。',
  firstTime: '第一次运行时不能有任何冲突：别人建的东西绝不去动。',
  stages: {
    namespaces: '命名空间：各有一套独立的网络协议栈，有自己的接口、路由和规则。',
    bridges: '网桥：软件实现的交换机。它自己的同名接口接入它所在的网络。',
    links: '链路：每条是一对 veth，像一根有两头的网线，从一头进，从另一头出。',
    details: '接口上与内核默认值不同的设置。',
    ports: '端口：插到网桥上的网线接头。',
    addresses: '地址。每个地址还会带来一条到本网段的路由。',
    up: '接口创建时是停用的，在这里启用。',
    nics: '本机的接口成为网桥的端口，它们的地址和路由移到网桥上。',
    routes: '到非直连网络的路由。',
    neighbours: '写定 MAC 的邻居：不再询问任何人。',
    forwarding: '转发：是否让数据包从一个接口进、从另一个接口出。新的命名空间可能继承任意值，所以明确写入。',
    nat: '数据包的规则：哪些要转换地址，哪些可以放行。',
    services: 'DHCP：先启动服务器，再启动向它们请求的客户端。它们一直运行到“down”。',
    portsUp: '网桥的端口较晚启用：在此之前，不会有流量打扰还没搭好的网桥。',
    bridgesUp: '端口都启用之后，网桥才启用：从这里开始，接在上面的各方就能通信了。',
  },
  bridgeNetfilter: [
    '如果这里的规则始终不匹配：加载了 br_netfilter（Docker 和 Kubernetes 会加载）时，网桥转发的包也会经过这些规则，',
    '而且是在到达规则所写的接口之前。如果没有别的程序需要它，可以这样关闭：',
  ],
  removeRules: '命名空间以外的规则和设置。',
  moveNic: 'move_nic NIC BRIDGE：把接口变成端口，它的地址和经过它的路由移到网桥。',
  returnNic: 'return_nic NIC BRIDGE：把它取出来，还给它原有的地址和路由。',
  carry: 'carry FROM TO：移动标准输入列出的地址和路由，任何时刻总有一方拥有它们。',
  returnNics: '本机的接口拿回原有的地址和路由。',
  removeLinks: '先删链路再删命名空间：命名空间消失得慢，里面的链路会跟着滞留。',
  attachHelp: '为运行中的容器的网络命名空间起一个名字。',
  attach: '容器（必须已经在运行）',
  detach: '去掉这些名字，容器继续运行。',
  removeNetns: '命名空间，连同里面剩下的一切。',
  host: '本机',
  rule: {
    masquerade: (rule) => `${outwards(rule)}，源地址换成出口接口的地址。`,
    snat: (rule) => `${outwards(rule)}，源地址换成 ${rule.to}。`,
    dnat: (rule) =>
      `${rule.in === undefined ? '' : `从 ${rule.in} 进来、`}${rule.destination === undefined ? '' : `发往 ${rule.destination} 的 `}${rule.protocol} 端口 ${rule.port} 的包转给 ${rule.to}${rule.toPort === undefined ? '' : ` 的端口 ${rule.toPort}`}。`,
  },
  filter: {
    chain: (chain, policy) =>
      `${{ input: '发到这个网络自己的包', forward: '路过的包', output: '从这里发出的包' }[chain]}，没有规则决定时${policy === 'drop' ? '丢弃' : '放行'}。`,
    rule: filterRuleWords,
  },
  errors: {
    root: '需要 root 权限：请用 sudo 运行',
    tool: '不存在，请安装',
    taken: '已经存在，而且不是这个脚本创建的；什么都没有改动',
    notUp: '没有搭建，没有东西可拆',
  },
  isUp: '已搭好',
  isDown: '已拆除',
}
