'use client'

import { useEffect } from 'react'
import { Canvas } from '../canvas/Canvas'
import { isFolded } from '../guide/folded'
import { useText } from '../i18n/text'
import { present } from '../inspector/present'
import { Palette } from '../palette/Palette'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { later } from '../ui/later'
import { Contained } from './Contained'
import { DrawerTabs } from './DrawerTabs'
import { Notices } from './Notices'
import { Problem } from './Problem'
import { TopBar } from './TopBar'
import { useLeaveWarning } from './useLeaveWarning'

// Neither is in the first picture: the drawer is closed and nothing is selected.
const Drawer = later(() => import('../drawer/Drawer').then((module) => module.Drawer), DrawerSpace)
const Inspector = later(() => import('../inspector/Inspector').then((module) => module.Inspector))
const Guide = later(() => import('../guide/GuidePanel').then((module) => module.GuidePanel))

/** The editor: the canvas is the page, everything else steps back. */
export function Editor({ name }: { name: string }) {
  const t = useText()
  const status = useLabStore((store) => store.status)
  const error = useLabStore((store) => store.error)
  const onHost = useLabStore((store) => store.machine.kind === 'host')
  useLeaveWarning()
  useEffect(() => {
    useLabStore.getState().openLab(name)
    useViewStore.setState({
      selection: [],
      hover: null,
      drawer: null,
      tool: 'select',
      guide: !isFolded(name),
      lit: [],
      veiled: false,
    })
    return () => useLabStore.getState().closeLab()
  }, [name])

  if (status === 'missing') return <Problem title={t.shell.problem.missingTitle} text={t.shell.problem.missingText(name)} />
  if (status === 'deleted') return <Problem title={t.shell.problem.deletedTitle} text={t.shell.problem.deletedText} />
  if (status === 'failed') return <Problem title={t.shell.problem.failedTitle} text={error?.text ?? ''} />

  return (
    <div className="fixed inset-0 flex flex-col overflow-hidden">
      <TopBar name={name} />
      <Notices />
      {status === 'ready' && (
        <div className="grid min-h-0 grow grid-cols-[auto_minmax(0,1fr)_auto] grid-rows-[minmax(0,1fr)_auto]">
          <LeftEdge />
          <main className="relative col-start-2 row-start-1 overflow-hidden max-[1199px]:col-end-4" aria-label={name}>
            <Contained>
              <Canvas />
            </Contained>
            <Palette />
          </main>
          <RightEdge />
          <BottomEdge />
        </div>
      )}
      {onHost && (
        <div aria-hidden data-testid="host-frame" className="pointer-events-none fixed inset-0 z-30 border-3 border-host" />
      )}
    </div>
  )
}

function BottomEdge() {
  const open = useViewStore((view) => view.drawer !== null)
  return (
    <div className="col-start-2 row-start-2 min-w-0 max-[1199px]:col-end-4">
      {open ? (
        <Contained>
          <Drawer />
        </Contained>
      ) : (
        <DrawerTabs />
      )}
    </div>
  )
}

/** The guide of a lab that was made from an example. Its place is kept while it is fetched, so that the lab is fitted into view once. */
function LeftEdge() {
  const guided = useLabStore((store) => store.origin !== null)
  const open = useViewStore((view) => view.guide)
  if (!guided || !open) return null
  return (
    <div className="z-10 col-start-1 row-start-1 row-end-3 w-88 overflow-hidden border-line border-r bg-surface max-[1199px]:w-72">
      <Contained>
        <Guide />
      </Contained>
    </div>
  )
}

/** Keeps the drawer's place while it is fetched, so that the canvas moves once. */
function DrawerSpace() {
  const height = useViewStore((view) => view.drawerHeight)
  return <div className="border-line border-t bg-surface" style={{ height }} />
}

/** Beside the canvas and the drawer where there is room; below 1200 px over the canvas, so that the drawer keeps its width. */
function RightEdge() {
  const selection = useViewStore((view) => view.selection)
  const open = useLabStore((store) => present(store.lab, selection).length > 0)
  if (!open) return null
  return (
    <div className="z-20 col-start-3 row-start-1 row-end-3 w-80 overflow-hidden border-line border-l bg-surface max-[1199px]:row-end-2 max-[1199px]:shadow-raised">
      <Contained>
        <Inspector />
      </Contained>
    </div>
  )
}
