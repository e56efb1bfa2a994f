'use client'

import { useEffect } from 'react'
import { Canvas } from '../canvas/Canvas'
import { isFolded } from '../guide/folded'
import { followVeil } from '../guide/veil'
import { useText } from '../i18n/text'
import { Palette } from '../palette/Palette'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { later } from '../ui/later'
import { Contained } from './Contained'
import { DrawerTabs } from './DrawerTabs'
import { Notices } from './Notices'
import { Problem } from './Problem'
import { LeftEdge, RightEdge } from './Sides'
import { TopBar } from './TopBar'

// Not in the first picture: the drawer is closed.
const Drawer = later(() => import('../drawer/Drawer').then((module) => module.Drawer), DrawerSpace)

/** The editor: the canvas is the page, everything else steps back. */
export function Editor({ name }: { name: string }) {
  const t = useText()
  const status = useLabStore((store) => store.status)
  const error = useLabStore((store) => store.error)
  const onHost = useLabStore((store) => store.machine.kind === 'host')
  useEffect(() => {
    const stop = followVeil()
    useLabStore.getState().openLab(name)
    useViewStore.setState({
      selection: [],
      hover: null,
      drawer: null,
      tool: 'select',
      guide: !isFolded(name),
      lit: [],
      veiled: false,
      secret: null,
    })
    return () => {
      useLabStore.getState().closeLab()
      stop()
    }
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

/** Keeps the drawer's place while it is fetched, so that the canvas moves once. */
function DrawerSpace() {
  const height = useViewStore((view) => view.drawerHeight)
  return <div className="border-line border-t bg-surface" style={{ height }} />
}
