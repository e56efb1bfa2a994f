import { importScript } from '../../core/script/import/import-script'

/** Reads texts off the page's own thread: a long one takes a few hundred milliseconds, and typing must not wait for it. */
self.onmessage = ({ data }: MessageEvent<{ id: number; text: string; name: string }>) => {
  self.postMessage({ id: data.id, ...importScript(data.text, data.name) })
}
