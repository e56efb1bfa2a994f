import { useLabStore } from '../state/labStore'
import type { Action } from './action'

export const saveSvg: Action = {
  id: 'save-svg',
  group: 'labs',
  label: (t) => t.canvas.actions.exportSvg,
  run: () => save('svg'),
}

export const savePng: Action = {
  id: 'save-png',
  group: 'labs',
  label: (t) => t.canvas.actions.exportPng,
  run: () => save('png'),
}

async function save(format: 'svg' | 'png'): Promise<void> {
  const { savePicture } = await import('../canvas/picture/picture')
  await savePicture(format, useLabStore.getState().lab.name)
}
