import type { LabSummary } from '../../core/protocol/socket'
import type { Locale } from '../../core/text/locale'
import type { Translated } from '../i18n/dictionary'
import { examplesEn } from './examples.en'
import { examplesZh } from './examples.zh'

/** They come with the gallery, and no other page carries them. */
export const examplesText: Record<Locale, Translated<typeof examplesEn>> = { en: examplesEn, zh: examplesZh }

type ExampleName = keyof typeof examplesEn.labs

const byDescription = new Map(
  (Object.keys(examplesEn.labs) as ExampleName[]).map((name) => [examplesEn.labs[name].description, name]),
)

/** The title of an example, where it is one that we have words for. */
export function exampleTitle(name: string, locale: Locale): string | undefined {
  return Object.hasOwn(examplesEn.labs, name) ? examplesText[locale].labs[name as ExampleName].title : undefined
}

/** What a lab says of itself; in the reader's language where it still says what its example says. */
export function descriptionOf({ description }: Pick<LabSummary, 'description'>, locale: Locale): string | undefined {
  const example = description === undefined ? undefined : byDescription.get(description)
  return example === undefined ? description : examplesText[locale].labs[example].description
}

/** Whether a lab is made of what only this computer itself has: containers, or its network cards. */
export function needsHost({ preview }: Pick<LabSummary, 'preview'>): boolean {
  return Object.values(preview.nodes).some(
    ({ kind, interfaces }) => kind === 'container' || Object.values(interfaces ?? {}).some(({ bridge }) => bridge !== undefined),
  )
}
