import type { Action } from './action'
import { addBridge } from './addBridge'
import { addContainer } from './addContainer'
import { addNamespace } from './addNamespace'
import { addNat } from './addNat'
import { arrange } from './arrange'
import { copy } from './copy'
import { cut } from './cut'
import { deleteSelected } from './deleteSelected'
import { duplicate } from './duplicate'
import { join } from './join'
import { paste } from './paste'
import { pingFrom } from './pingFrom'
import { pingTo } from './pingTo'
import { pingTool } from './pingTool'
import { rename } from './rename'
import { savePng, saveSvg } from './savePicture'
import { selectAll } from './selectAll'
import { actualSize, fitView, zoomIn, zoomOut } from './zoom'

/** What can be done on the canvas. */
export const canvasActions: readonly Action[] = [
  addNamespace,
  addBridge,
  addContainer,
  join,
  addNat,
  pingTool,
  pingFrom,
  pingTo,
  rename,
  duplicate,
  copy,
  cut,
  paste,
  deleteSelected,
  selectAll,
  arrange,
  fitView,
  zoomIn,
  zoomOut,
  actualSize,
  saveSvg,
  savePng,
]
