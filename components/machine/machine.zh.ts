import type { Translated } from '../i18n/dictionary'
import type { machineEn } from './machine.en'

/** The page that shows what is on this machine, Simplified Chinese. */
export const machineZh: Translated<typeof machineEn> = {
  title: '本机上有什么',
  back: '实验',
  where: '查看位置',
  thisComputer: '本机',
  sandboxOf: (lab) => `${lab} 的沙箱`,
  refresh: '重新查看',
  looking: '正在查看…',
  gone: '该沙箱已不再运行，请查看其他位置。',
  failed: '查看失败',
  picture: '现有的网络',
  readOnly: '仅供查看，此处不会更改任何内容',
  counts: (nodes, links) => `${nodes} 个节点，${links} 条链路`,
  places: '命名空间与进程',
  search: '按名称或 PID 搜索',
  searchHint: 'red、sleep、4242 …',
  noMatch: (query) => `这里没有名为“${query}”的内容。`,
  processIs: (pid, name, user, node) => `进程 ${pid}（${name}，${user}）位于 ${node}。`,
  processHidden: (pid, name, user) => `进程 ${pid}（${name}）属于 ${user}，只有 root 能看到它所在的命名空间。`,
  noProcess: (pid) => `这里没有进程 ${pid}，或无法看到它。`,
  host: '本机自身的命名空间',
  named: '有名称的命名空间',
  unnamed: (pid) => `没有名称，由进程 ${pid} 持有`,
  processes: (count) => (count === 0 ? '没有进程' : `${count} 个进程`),
  more: (count) => `以及另外 ${count} 个`,
  choose: (node) => `选择 ${node}`,
  findings: '与所画不同之处',
  noFindings: '现有的一切都已如实画出。',
  findingCount: (warnings, notes) =>
    [warnings > 0 ? `${warnings} 处未如实画出` : '', notes > 0 ? `${notes} 条说明` : ''].filter((part) => part !== '').join('，'),
  warning: '未如实画出',
  info: '说明',
  limited:
    '此页面以普通用户的权限查看：其他用户的命名空间、进程和数据包规则不可见。要查看全部，请以 root 运行 netloom serve --machine host，或执行 sudo netloom discover。',
  nameLabel: '实验名称',
  nameBad: '使用小写字母、数字和“-”，最多 40 个字符，以字母或数字开头',
  adoptAll: '全部纳入新实验',
  adopt: (count) => `将所选 ${count} 个纳入新实验`,
  adopting: '正在生成实验…',
}
