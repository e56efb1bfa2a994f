'use client'

import { useState } from 'react'
import { partOf } from '../../core/discover/part'
import { writeLabFile } from '../../core/lab/file'
import { NameLab } from '../gallery/NameLab'
import { useLabStore } from '../state/labStore'
import { useViewStore } from '../state/viewStore'
import { chosenNodes } from './chosen'
import { HERE, useLookStore } from './lookStore'
import { useMachineText } from './machineText'

/** Makes a lab of what was found, or of what is chosen of it: as it is drawn, in the places where it is drawn. */
export function Adopt() {
  const t = useMachineText()
  const where = useLookStore((store) => store.where)
  const lab = useLookStore((store) => store.discovered?.lab)
  const selection = useViewStore((view) => view.selection)
  const [typed, setTyped] = useState<string | null>(null)
  const name = typed ?? (where === null ? HERE : `${where.slice(0, 33)}-found`)
  const chosen = lab ? chosenNodes(lab, selection) : []
  const fileText = () => {
    if (!lab) return ''
    const part = chosen.length > 0 ? partOf(lab, chosen, name) : { ...lab, name }
    const places = Object.entries(useLabStore.getState().lab.layout ?? {}).filter(([node]) => part.nodes[node])
    return writeLabFile({ ...part, ...(places.length > 0 && { layout: Object.fromEntries(places) }) })
  }
  return (
    <NameLab
      name={name}
      onName={setTyped}
      ready={lab !== undefined}
      fileText={fileText}
      words={t}
      action={chosen.length > 0 ? t.adopt(chosen.length) : t.adoptAll}
      doing={t.adopting}
    />
  )
}
