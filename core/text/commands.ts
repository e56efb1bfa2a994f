import { type CommandLabel, commandsEn } from './commands.en'
import { commandsZh } from './commands.zh'
import type { Locale } from './locale'

function isLabel(label: string): label is CommandLabel {
  return Object.hasOwn(commandsEn, label)
}

/** The words for a command's label; a label of another version stands for itself. */
export function describeCommand(label: string, locale: Locale): string {
  if (!isLabel(label)) return label
  return (locale === 'zh' ? commandsZh : commandsEn)[label]
}
