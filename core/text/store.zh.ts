import type { storeEn } from './store.en'

/** Why the lab store did not do what it was asked for, Simplified Chinese. */
export const storeZh: typeof storeEn = {
  'no-such-lab': { message: () => '这个实验已不存在', suggestion: '它的文件可能已被删除或改名。' },
  stale: { message: () => '实验刚刚被他人改动', suggestion: '请重试。' },
  conflict: { message: () => '这项改动与实验的现状不符', suggestion: '请先查看实验，再重试。' },
  invalid: {
    message: (words) => `实验文件目前不是有效的实验：${words}`,
    suggestion: '用 netloom validate 查看其中的错误。',
  },
  'store-failed': {
    message: (words) => `实验无法写入：${words}`,
    suggestion: '请确认磁盘有剩余空间、目录可写，然后重试。已保存的内容不会丢失。',
  },
  'too-large': {
    message: () => '改动后的实验会超出文件大小上限',
    suggestion: '请先从中移除一些内容。',
  },
}
