import type { Translated } from './dictionary'
import type { neighboursEn } from './neighbours.en'

/** The words around neighbours that are written down, Chinese. */
export const neighboursZh: Translated<typeof neighboursEn> = {
  title: '静态邻居',
  none: '没有：需要谁的 MAC，就去问谁。',
  add: '添加邻居',
  address: '地址',
  mac: 'MAC',
  dev: '所在接口',
  noDevice: '这里还没有能通到它的接口：请先把这个节点连接起来。',
  remove: (address) => `删除邻居 ${address}`,
}
