import { addContainer as builder, freeContainers } from '../../core/edit/container'
import { addDrawn } from '../canvas/commit'
import { useMachineStore } from '../state/machineStore'
import type { Action } from './action'

/** Draws a running container of this computer that is not in the lab yet; where none is known, one to be named. */
export const addContainer: Action = {
  id: 'add-container',
  group: 'draw',
  label: (t) => t.containers.add,
  run: ({ lab }) => {
    const [first] = freeContainers(lab, useMachineStore.getState().state)
    addDrawn((position) => builder(lab, position, first))
  },
}
