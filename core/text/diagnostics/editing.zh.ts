import type { Words } from '../words'
import type { editingEn } from './editing.en'

/** Why an edit is refused, Simplified Chinese. */
export const editingZh: Record<keyof typeof editingEn, Words> = {
  'name-taken': {
    message: (p) => `名称“${p.name}”已被占用`,
    suggestion: () => '请换一个名称。',
  },
  'no-such-element': {
    message: (p) => `实验中已经没有 ${p.name}`,
    suggestion: () => '可能已被别人删除；请再看一下。',
  },
  'host-stays': {
    message: () => '主机就是机器本身：不能重命名、删除或复制',
    suggestion: () => '请选择其他节点。',
  },
  'edit-join-itself': {
    message: (p) => `${p.node} 不能与自己连接`,
    suggestion: () => '请把链路画到另一个节点。',
  },
  'not-an-interface-of-its-own': {
    message: (p) => `${p.name} 不能在这里重命名`,
    suggestion: () => 'lo 的名称不变；网桥自身的接口随网桥一起重命名。',
  },
  'nat-no-network': {
    message: (p) => `${p.node} 没有地址，因此没有可隐藏的网络`,
    suggestion: (p) => `请先给 ${p.node} 配置地址。`,
  },
  'nat-no-target': {
    message: (p) => `${p.node} 没有可以转发到的地址`,
    suggestion: (p) => `请先给 ${p.node} 配置地址。`,
  },
  'nat-on-bridge': {
    message: (p) => `${p.node} 是网桥，自身没有 NAT 规则`,
    suggestion: (p) => `请从它所在的 ${p.netns} 开始画。`,
  },
  'nothing-selected': {
    message: () => '没有可操作的对象',
    suggestion: () => '请先选择。',
  },
}
