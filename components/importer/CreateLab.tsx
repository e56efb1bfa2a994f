'use client'

import { writeLabFile } from '../../core/lab/file'
import { NameLab } from '../gallery/NameLab'
import { useLabStore } from '../state/labStore'
import { useImporterText } from './importerText'
import { useImportStore } from './importStore'

/** Names the lab and makes it: as it is drawn, in the places where it is drawn. */
export function CreateLab() {
  const t = useImporterText()
  const name = useImportStore((store) => store.name)
  const ready = useImportStore((store) => store.lab !== null && !store.busy && Object.keys(store.lab.nodes).length > 0)
  return (
    <NameLab
      name={name}
      onName={(typed) => useImportStore.getState().setName(typed)}
      ready={ready}
      fileText={() => writeLabFile({ ...useLabStore.getState().lab, name })}
      words={t}
      action={t.create}
      doing={t.creating}
    />
  )
}
