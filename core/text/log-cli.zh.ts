import type { LogCliText } from './log-cli.en'

/** `netloom log` 的文字，简体中文。 */
export const logCliZh: LogCliText = {
  nothing: '还没有应用过任何改动。',
  did: { started: '开始', applied: '已应用', destroyed: '已销毁', 'put-back': '已恢复原状', failed: '失败' },
  steps: (count) => `${count} 步`,
}
