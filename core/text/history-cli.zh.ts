import type { HistoryCliText } from './history-cli.en'

/** `netloom history` 的用语，中文。 */
export const historyCliZh: HistoryCliText = {
  noSuchLab: (lab: string, folder: string) => `${folder} 中没有实验“${lab}”。这里的实验是网页编辑器的实验。`,
  noVersions: (lab: string) => `${lab}：还没有版本。从第一次在网页编辑器中打开起开始保留。`,
  noVersion: (lab: string, version: number) => `${lab} 没有版本 ${version}。用 netloom history ${lab} 列出保留的版本。`,
  older: (count: number, limit: number) => `还保留着 ${count} 个更早的版本：用 --limit ${limit} 全部显示。`,
  letGo: (versions: number, megabytes: number) => `更早的版本已被舍弃：每个实验最多保留 ${versions} 个版本、${megabytes} MB。`,
  more: (count: number) => `另有 ${count} 处`,
  same: (a: number, b: number) => `版本 ${a} 与 ${b} 相同。`,
  compared: (a: number, b: number, count: number) => `从版本 ${a} 到 ${b}，共 ${count} 处差别：`,
  restored: (lab: string, version: number) => `${lab}：已回到版本 ${version} 的样子。之前的样子也是一个版本。`,
  handedOver: (lab: string, version: number) =>
    `${lab}：文件已回到版本 ${version} 的样子。打开着该实验的服务器会接收它；若与正在进行的修改冲突，会在那里询问。`,
  alreadySo: (lab: string, version: number) => `${lab} 已经是版本 ${version} 的样子。`,
}
