import { cleanup, fireEvent, render } from '@testing-library/react'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { openLab } from '../inspector/testing/openLab'
import { useViewStore } from '../state/viewStore'
import { useCanvasStore } from './canvasStore'
import { useGestureStore } from './gestures/gestureStore'
import { buildScene } from './model/buildScene'
import { readingOrder } from './model/direction'
import { placement } from './model/placement'
import { InterfaceRow } from './nodes/InterfaceRow'
import { onPointerDownCapture } from './pointer'

const lab: Lab = {
  netloom: 1,
  name: 'a',
  nodes: { host: { kind: 'host' }, red: { kind: 'namespace' }, theirs: { kind: 'namespace' } },
  links: {},
}

beforeEach(() => {
  openLab(lab)
  const positions = placement(lab)
  const scene = buildScene(lab, {
    positions,
    order: readingOrder(positions),
    showLoopback: () => false,
    foreign: () => [],
    stranger: (node) => node === 'theirs',
    ghost: () => false,
  })
  useCanvasStore.getState().set({ scene })
})
afterEach(cleanup)

it('a click on an interface that is not drawn selects nothing of its own: the card takes it', () => {
  let clicks = 0
  const row = (name: string, foreign = false) => ({ name, y: 0, addresses: [], foreign })
  const { container } = render(
    // biome-ignore lint/a11y: stands for the card.
    <div onClick={() => clicks++}>
      <InterfaceRow node="host" row={row('docker0', true)} ghost={false} />
      <InterfaceRow node="host" row={row('gone0')} ghost />
    </div>,
  )
  for (const one of container.querySelectorAll('.nl-row')) fireEvent.click(one)
  expect(clicks).toBe(2)
  expect(useViewStore.getState().selection).toEqual([])
})

it('no ping is drawn from a namespace that is not ours', () => {
  const begun = (name: string) => {
    const { container } = render(
      <div className="react-flow__node" data-id={name} onPointerDownCapture={onPointerDownCapture}>
        <i />
      </div>,
    )
    fireEvent.pointerDown(container.querySelector('i') ?? container, { button: 0 })
    return useGestureStore.getState().gesture
  }
  useViewStore.getState().setTool('ping')
  expect(begun('theirs')).toBeNull()
  expect(begun('red')).toEqual({ kind: 'ping', from: 'red' })
  fireEvent.keyDown(window, { key: 'Escape' })
})
