import type { Translated } from '../i18n/dictionary'
import type { importerEn } from './importer.en'

/** The import page, Simplified Chinese. */
export const importerZh: Translated<typeof importerEn> = {
  title: '导入命令',
  back: '实验',
  lead: '粘贴一段脚本、夹着命令的笔记，或终端里的输入记录。内容只会被读取，绝不会被执行。',
  editor: '要导入的命令',
  placeholder:
    'ip netns add red\nip link add …\n\n可以直接粘贴整篇教程：ip、brctl、ifconfig、route、sysctl、iptables、nft、循环和函数都能看懂。',
  open: '打开文件…',
  sample: '给我看一个例子',
  clear: '清空',
  dropHere: '松开即可读取文件',
  nameLabel: '实验名称',
  nameBad: '使用小写字母、数字和“-”，最多 40 个字符，以字母或数字开头',
  create: '生成实验',
  creating: '正在生成实验…',
  preview: '这些命令建立的网络',
  nothingYet: '输入命令，网络会随之画在这里',
  reading: '正在读取…',
  counts: (nodes, links) => `${nodes} 个节点，${links} 条链路`,
  findings: '对各行的说明',
  noFindings: '每一行都看懂了。',
  summary: (errors, warnings, infos) =>
    [errors > 0 ? `${errors} 处未采用` : '', warnings > 0 ? `${warnings} 处需留意` : '', infos > 0 ? `${infos} 条备注` : '']
      .filter((part) => part !== '')
      .join('，'),
  line: (line) => `第 ${line} 行`,
  severity: { error: '未采用', warning: '需留意', info: '备注' },
  unreadable: '无法读取此文件。',
  tooLarge: '文件超过 1 MB。请只导入建立网络的部分。',
  failed: '无法读取这些命令。这是程序的问题；请缩短文本以找出是哪一行。',
  leaveEditor: '按 Esc 再按 Tab 可离开编辑框。',
}
