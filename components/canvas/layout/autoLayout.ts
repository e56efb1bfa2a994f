import ELK from 'elkjs/lib/elk-api.js'
import type { Position } from '../../../core/lab/schema'
import type { Scene } from '../model/scene'
import { layoutGraph, unpack } from './graph'

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.spacing.nodeNode': '72',
  'elk.layered.spacing.nodeNodeBetweenLayers': '88',
  'elk.spacing.componentComponent': '96',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
  'elk.layered.crossingMinimization.strategy': 'LAYER_SWEEP',
}

/** A corner for every node by the layered algorithm, computed in a worker so that the page goes on. */
export async function autoLayout(scene: Scene): Promise<Record<string, Position>> {
  const { boxes, edges, direction } = layoutGraph(scene)
  const elk = new ELK({ workerFactory: () => new Worker(new URL('elkjs/lib/elk-worker.min.js', import.meta.url)) })
  try {
    const graph = await elk.layout({
      id: 'lab',
      layoutOptions: { ...OPTIONS, 'elk.direction': direction },
      children: boxes.map(({ id, width, height }) => ({ id, width, height })),
      edges: edges.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
    })
    return unpack(scene, boxes, new Map(graph.children?.map(({ id, x = 0, y = 0 }) => [id, { x, y }])))
  } finally {
    elk.terminateWorker()
  }
}
