import { useCanvasStore } from '../canvas/canvasStore'
import { fitted } from '../canvas/fit'
import type { Action } from './action'

const SMOOTH = { duration: 160 } as const

export const fitView: Action = {
  id: 'zoom-fit',
  group: 'view',
  label: (t) => t.canvas.actions.fit,
  shortcuts: ['f'],
  enabled: ({ drawn }) => drawn,
  run: () => {
    const { flow, scene } = useCanvasStore.getState()
    const box = document.querySelector('.nl-canvas')?.getBoundingClientRect()
    if (flow && scene && box) void flow.setViewport(fitted(scene, box), SMOOTH)
  },
}

export const zoomIn: Action = {
  id: 'zoom-in',
  group: 'view',
  label: (t) => t.canvas.actions.zoomIn,
  shortcuts: ['='],
  enabled: ({ drawn }) => drawn,
  run: () => void useCanvasStore.getState().flow?.zoomIn(SMOOTH),
}

export const zoomOut: Action = {
  id: 'zoom-out',
  group: 'view',
  label: (t) => t.canvas.actions.zoomOut,
  shortcuts: ['-'],
  enabled: ({ drawn }) => drawn,
  run: () => void useCanvasStore.getState().flow?.zoomOut(SMOOTH),
}

export const actualSize: Action = {
  id: 'zoom-actual',
  group: 'view',
  label: (t) => t.canvas.actions.actualSize,
  shortcuts: ['0'],
  enabled: ({ drawn }) => drawn,
  run: () => void useCanvasStore.getState().flow?.zoomTo(1, SMOOTH),
}
