'use client'

import type { ElementRef } from '../../core/lab/element'
import type { Lab } from '../../core/lab/schema'
import { useText } from '../i18n/text'
import { useLab } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { BridgeView } from './BridgeView'
import { InterfaceInspector } from './InterfaceView'
import { LabView } from './LabView'
import { LinkView } from './LinkView'
import { ManyView } from './ManyView'
import { NatView } from './NatView'
import { present } from './present'
import { RoutedView } from './RoutedView'
import { stableKey } from './stableKey'

/** Everything about what is selected, to read and to edit. Nothing while nothing is. */
export function Inspector() {
  const t = useText().panels.inspector
  const lab = useLab()
  const selection = useViewStore((view) => view.selection)
  const there = present(lab, selection)
  const [first] = there
  if (!first) return null
  return (
    <section aria-label={t.label} className="flex h-full min-h-0 w-full flex-col">
      {/* The key throws away what was typed into another element's fields. */}
      <div key={there.length > 1 ? 'many' : stableKey(lab, first)} className="min-h-0 grow overflow-y-auto overflow-x-hidden">
        {there.length > 1 ? <ManyView selection={there} /> : <One lab={lab} element={first} />}
      </div>
    </section>
  )
}

function One({ lab, element }: { lab: Lab; element: ElementRef }) {
  switch (element.kind) {
    case 'lab':
      return <LabView />
    case 'node':
    case 'route': {
      const node = lab.nodes[element.node]
      if (!node) return null
      return node.kind === 'bridge' ? (
        <BridgeView name={element.node} node={node} />
      ) : (
        <RoutedView name={element.node} node={node} />
      )
    }
    case 'interface': {
      const node = lab.nodes[element.node]
      // A bridge's own interface and the bridge are one thing with two faces; both are in its view.
      if (node?.kind === 'bridge' && element.name === element.node) return <BridgeView name={element.node} node={node} />
      return <InterfaceInspector node={element.node} name={element.name} />
    }
    case 'link': {
      const link = lab.links[element.link]
      return link ? <LinkView link={link} id={element.link} /> : null
    }
    case 'nat':
      return <NatView node={element.node} index={element.index} />
  }
}
