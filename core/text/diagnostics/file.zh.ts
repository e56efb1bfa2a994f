import type { Words } from '../words'
import type { fileEn } from './file.en'

/** A lab file that cannot be read as a lab, Simplified Chinese. */
export const fileZh: Record<keyof typeof fileEn, Words> = {
  'yaml-syntax': {
    message: (p) => `这里不是合法的 YAML：${p.text}`,
    suggestion: () => '请修正此处的文本；常见原因是缩进、“:”后缺少空格，或引号、括号没有闭合。',
  },
  'yaml-alias': {
    message: () => '实验文件不支持别名（*name）',
    suggestion: () => '在需要的地方直接写出值。',
  },
  'yaml-tag': {
    message: (p) => `实验文件不支持标签 ${p.tag}`,
    suggestion: () => '去掉标签，保留普通的值。',
  },
  'yaml-many-documents': {
    message: () => '文件中有不止一个 YAML 文档',
    suggestion: () => '一个文件只放一个实验；删除“---”之后的内容。',
  },
  'other-lab': {
    message: (p) => `文件名是 ${p.wanted}，内容却写着实验“${p.name}”`,
    suggestion: (p) => `写成“name: ${p.wanted}”，或者用那个实验的名字命名文件。`,
  },
  'duplicate-key': {
    message: (p) => `“${p.key}”在同一处写了两次`,
    suggestion: () => '删除其中一个，或换一个名称。',
  },
  'prototype-key': {
    message: (p) => `“${p.key}”不能用作名称`,
    suggestion: () => '请换一个名称。',
  },
  'file-too-large': {
    message: (p) => `文件有 ${p.bytes} 字节；一个实验最多 ${p.max} 字节`,
    suggestion: () => '请拆分成几个较小的实验。',
  },
  'too-deep': {
    message: (p) => `文件的嵌套超过 ${p.max} 层`,
    suggestion: () => '实验不需要这么多层；请去掉多余的嵌套。',
  },
  'too-many-nodes': {
    message: (p) => `实验有 ${p.count} 个节点；最多 ${p.max} 个`,
    suggestion: () => '请拆分成几个较小的实验。',
  },
  'expected-map': {
    message: (p) => `“${p.field}”必须是由名称和值组成的映射`,
    suggestion: () => '在下方缩进，逐行写成“名称: 值”。',
  },
  'expected-list': {
    message: (p) => `“${p.field}”必须是列表`,
    suggestion: () => '写成 [a, b]，或逐行以“- ”开头。',
  },
  'expected-text': {
    message: (p) => `“${p.field}”必须是文本`,
    suggestion: () => '请给值加上引号。',
  },
  'expected-number': {
    message: (p) => `“${p.field}”必须是数字`,
    suggestion: () => '只写数字，不加引号。',
  },
  'expected-whole-number': {
    message: (p) => `“${p.field}”必须是整数`,
    suggestion: () => '只写数字，不加引号，也不带小数。',
  },
  'expected-boolean': {
    message: (p) => `“${p.field}”必须是 true 或 false`,
    suggestion: () => '写 true 或 false，不加引号。',
  },
  'missing-field': {
    message: (p) => `缺少“${p.field}”`,
    suggestion: (p) => `请在此处添加“${p.field}:”。`,
  },
  'unknown-field': {
    message: (p) => `此处没有“${p.field}”这个字段`,
    suggestion: (p) => (p.near ? `您是指“${p.near}”吗？` : '请删除它；所有字段见 docs/format.md。'),
  },
  'unknown-kind': {
    message: (p) => `没有“${p.kind}”这种节点`,
    suggestion: () => '请使用 host、namespace、bridge 或 container。',
  },
  'unknown-nat-type': {
    message: (p) => `没有“${p.type}”这种 NAT 规则`,
    suggestion: () => '请使用 masquerade、snat 或 dnat。',
  },
  'unknown-version': {
    message: (p) => `文件的格式版本是 ${p.version}；此 Netloom 只能读取版本 ${p.known}`,
    suggestion: (p) => `请写“netloom: ${p.known}”；如果文件来自更新的版本，请升级 Netloom。`,
  },
  'bad-value': {
    message: (p) => `“${p.field}”不能是“${p.value}”`,
    suggestion: (p) => `可用的值：${p.allowed}。`,
  },
  'too-long': {
    message: (p) => `“${p.field}”超过 ${p.max} 个字符`,
    suggestion: () => '请缩短。',
  },
  'too-many': {
    message: (p) => `“${p.field}”超过 ${p.max} 项`,
    suggestion: () => '请删除一些。',
  },
  'out-of-range': {
    message: (p) => `“${p.field}”必须在 ${p.min} 到 ${p.max} 之间`,
    suggestion: (p) => `请选择 ${p.min} 到 ${p.max} 之间的数字。`,
  },
  'link-ends': {
    message: () => '一条链路恰好有两端',
    suggestion: () => '写成 endpoints: [节点:接口, 节点:接口]。要连接两个以上的节点，请画一个网桥。',
  },
  'bad-endpoint': {
    message: (p) => `“${p.text}”不是链路的一端`,
    suggestion: () => '写成“节点:接口”，例如 red:eth0；接口名最多 15 字节。',
  },
  'bad-id': {
    message: (p) => `“${p.id}”不能用作 id`,
    suggestion: () => '可用字母、数字和“-_.:@+~”，以字母或数字开头，最多 160 个字符。',
  },
  'duplicate-link-id': {
    message: (p) => `有两条链路的 id 都是“${p.id}”`,
    suggestion: () => '删除其中一条，或给它另一个 id。',
  },
}
