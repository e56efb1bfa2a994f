import { fireEvent } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Lab } from '../../core/lab/schema'
import { openLab } from '../inspector/testing/openLab'
import { useLabStore } from '../state/labStore'
import { useCanvasStore } from './canvasStore'
import { useGestureStore } from './gestures/gestureStore'
import { drawByKeys, startJoin } from './keys'
import { buildScene } from './model/buildScene'
import { readingOrder } from './model/direction'
import { placement } from './model/placement'

const lab: Lab = {
  netloom: 1,
  name: 'a',
  nodes: { host: { kind: 'host' }, red: { kind: 'namespace' }, blue: { kind: 'namespace' } },
  links: {},
  layout: { host: { x: 0, y: 0 }, red: { x: 0, y: 200 }, blue: { x: 400, y: 200 } },
}

let made: unknown[]
let stop: () => void

beforeEach(() => {
  made = openLab(lab)
  const positions = placement(lab)
  const scene = buildScene(lab, {
    positions,
    order: readingOrder(positions),
    showLoopback: () => false,
    foreign: () => [],
    stranger: () => false,
    ghost: () => false,
  })
  useCanvasStore.getState().set({ scene })
  startJoin('red')
  stop = drawByKeys()
})
afterEach(() => {
  stop()
  document.body.replaceChildren()
})

const isDrawing = () => useGestureStore.getState().gesture !== null
const linkNames = () => Object.keys(useLabStore.getState().lab.links)

/** A field somewhere else on the page, or in a dialog. */
function field(): HTMLInputElement {
  const input = document.createElement('input')
  document.body.append(input)
  return input
}

describe('a line that is drawn by keyboard', () => {
  it('joins with Enter, wherever the focus was handed back to', () => {
    expect(useGestureStore.getState().over).toBe('blue')
    expect(fireEvent.keyDown(document.body, { key: 'Enter' })).toBe(false)
    expect(linkNames()).toHaveLength(1)
    expect(isDrawing()).toBe(false)
  })

  it.each(['Enter', ' ', 'ArrowLeft', 'x'])('leaves the key %j to the field that has the keyboard, and is let go of', (key) => {
    expect(fireEvent.keyDown(field(), { key })).toBe(true)
    expect(made).toEqual([])
    expect(isDrawing()).toBe(false)
  })

  it('leaves keys to a dialog', () => {
    const dialog = document.createElement('div')
    dialog.setAttribute('role', 'dialog')
    document.body.append(dialog)
    expect(fireEvent.keyDown(dialog, { key: 'Enter' })).toBe(true)
    expect(made).toEqual([])
  })

  it('is let go of with a press of the pointer', () => {
    fireEvent.pointerDown(document.body)
    expect(isDrawing()).toBe(false)
  })

  it('ends with its lab: in the next one Enter joins nothing', () => {
    useLabStore.getState().closeLab()
    openLab({ ...lab, name: 'b' })
    fireEvent.keyDown(document.body, { key: 'Enter' })
    expect(isDrawing()).toBe(false)
    expect(linkNames()).toEqual([])
  })
})
