import type { IncomingMessage, ServerResponse } from 'node:http'
import { type DoorWords, doorEn } from './door.en'
import { doorZh } from './door.zh'

/** A small page of its own, in the browser's language, for who may not come in. */
export function sendDoor(req: IncomingMessage, res: ServerResponse, status: number, reason: keyof DoorWords): void {
  const chinese = /^\s*zh\b/i.test(req.headers['accept-language'] ?? '')
  const words = chinese ? doorZh : doorEn
  const lines = reason === 'none' || reason === 'used' ? [words[reason], words.how] : [words[reason]]
  const body = `<!doctype html>
<html lang="${chinese ? 'zh-CN' : 'en'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Netloom</title>
<body style="font: 16px/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto; padding: 0 1.5rem">
<h1 style="font-size: 1.5rem">${reason === 'none' || reason === 'used' ? words.title : 'Netloom'}</h1>
${lines.map((line) => `<p>${line}</p>`).join('\n')}
</body>
</html>
`
  res.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
  res.end(req.method === 'HEAD' ? undefined : body)
}
