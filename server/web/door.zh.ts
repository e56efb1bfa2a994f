import type { DoorWords } from './door.en'

/** 没有会话的访问者看到的文字。 */
export const doorZh: DoorWords = {
  title: '需要通过链接打开此页面',
  none: 'Netloom 只对拿到链接的浏览器开放。',
  used: '这个链接已经用过，或者已经过期。',
  how: '请复制终端中 “netloom serve” 打印的链接。如需新的链接，请在该终端按回车键，或停止后重新运行。',
  limit: '请求过于频繁，请稍候再试。',
  failed: '服务器无法响应，原因见终端中的日志。',
}
