import type { CommandLabel } from './commands.en'

/** What a user did, as the undo menu says it, Simplified Chinese. */
export const commandsZh: Record<CommandLabel, string> = {
  'add-namespace': '添加命名空间',
  'add-bridge': '添加网桥',
  'add-container': '添加容器',
  'set-container': '修改容器',
  remove: '删除',
  'rename-node': '重命名',
  'rename-interface': '重命名接口',
  join: '连接',
  reconnect: '移动链路的一端',
  'set-interface': '修改接口',
  'set-node': '修改节点',
  'set-forwarding': '切换转发',
  'set-routes': '修改路由',
  'set-neighbours': '修改邻居',
  'set-dhcp': '修改 DHCP 服务器',
  'set-filter': '修改包过滤',
  'set-nat': '修改 NAT 规则',
  'add-nat': '添加 NAT 规则',
  move: '移动',
  paste: '粘贴',
  duplicate: '复制一份',
  describe: '修改说明',
  adopt: '采用机器上的现状',
  'guide-form': '为指南准备',
}
