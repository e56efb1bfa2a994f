import type { DiscoverCliText } from './discover-cli.en'

/** The words of `netloom discover`, Simplified Chinese. */
export const discoverCliZh: DiscoverCliText = {
  processIn: (pid, name, user, node) => `进程 ${pid}（${name}，${user}）位于${node}`,
  theHost: '本机自身的命名空间（host）',
  theNamed: (name) => `命名空间 ${name}`,
  theUnnamed: (path) => `没有名称的命名空间：${path}`,
  sharedWith: (count, examples) => (count === 0 ? '其中没有其他进程。' : `同在其中的还有 ${count} 个：${examples}`),
  noProcess: (pid) => `这里没有进程 ${pid}`,
  hiddenProcess: (pid, name, user) =>
    `进程 ${pid}（${name}）属于 ${user}，只有 root 能看到它所在的命名空间。请以 root 查看：sudo netloom discover --process ${pid}`,
  whichSandbox: (labs) => `有多个沙箱正在运行，请指定要查看的实验：${labs}`,
  noSandbox: '没有沙箱在运行。查看本机：netloom discover --machine host',
  sandboxOnly: '实验名称对应其沙箱；请去掉名称，或去掉 --machine host。',
  unknownNode: (name, nodes) => `这里没有节点“${name}”。现有：${nodes}`,
}
