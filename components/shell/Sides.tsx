'use client'

import { present } from '../inspector/present'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { later } from '../ui/later'
import { Contained } from './Contained'
import { useMedia } from './useMedia'

// Neither is in the first picture of a lab of one's own.
const Inspector = later(() => import('../inspector/Inspector').then((module) => module.Inspector))
const Guide = later(() => import('../guide/GuidePanel').then((module) => module.GuidePanel))

/** Narrower than this, a column on either side would leave a canvas between on which no address can be read. */
const ONE_COLUMN = '(max-width: 1599px)'

function useGuided(): boolean {
  const guided = useLabStore((store) => store.origin !== null)
  return useViewStore((view) => view.guide) && guided
}

function useInspecting(): boolean {
  const selection = useViewStore((view) => view.selection)
  return useLabStore((store) => present(store.lab, selection).length > 0)
}

/**
 * The guide of a lab that was made from an example. Its place is kept while it is fetched, so that the lab is fitted into view once. Where there is
 * no room for two columns, the inspector stands below it: a step is read, done there, and seen to be done.
 */
export function LeftEdge() {
  const guided = useGuided()
  const inspecting = useInspecting()
  const shared = useMedia(ONE_COLUMN) && inspecting
  if (!guided) return null
  return (
    <div className="z-10 col-start-1 row-start-1 row-end-3 flex w-88 flex-col overflow-hidden border-line border-r bg-surface max-[1199px]:w-80">
      <div className="min-h-0 grow basis-0">
        <Contained>
          <Guide />
        </Contained>
      </div>
      {shared && (
        <div className="min-h-0 grow basis-0 border-line-strong border-t">
          <Contained>
            <Inspector />
          </Contained>
        </div>
      )}
    </div>
  )
}

/** Beside the canvas and the drawer where there is room; below 1200 px over the canvas, so that the drawer keeps its width. */
export function RightEdge() {
  const inspecting = useInspecting()
  const shared = useMedia(ONE_COLUMN)
  const guided = useGuided()
  if (!inspecting || (shared && guided)) return null
  return (
    <div
      data-overlay
      className="z-20 col-start-3 row-start-1 row-end-3 w-80 overflow-hidden border-line border-l bg-surface max-[1199px]:row-end-2 max-[1199px]:shadow-raised"
    >
      <Contained>
        <Inspector />
      </Contained>
    </div>
  )
}
