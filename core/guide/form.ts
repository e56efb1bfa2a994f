import { applyCommand } from '../edit/apply'
import { Edit } from '../edit/build'
import type { Command } from '../edit/change'
import type { Lab } from '../lab/schema'
import type { EditOf, Guide } from './guide'

/** The lab after one edit. Throws where the edit does not fit: then guide and example have grown apart, which the tests would have said. */
function edited(lab: Lab, edit: EditOf): Lab {
  const command = edit(lab)
  if ('refused' in command) throw new Error(`${lab.name}: ${command.refused.code}`)
  const result = applyCommand(lab, command)
  if (!result.ok) throw new Error(`${lab.name}: ${result.text}`)
  return result.lab
}

/** The lab that the guide starts from. */
export function startForm(guide: Guide, example: Lab): Lab {
  return guide.start.reduce(edited, example)
}

/**
 * The lab as the guide has it when each of its steps begins, and, last, at its end.
 *
 * @param example the complete lab, as it ships
 */
export function formsOf(guide: Guide, example: Lab): Lab[] {
  const forms = [startForm(guide, example)]
  for (const { action } of guide.steps) {
    const lab = forms.at(-1) ?? example
    forms.push(action?.kind === 'edit' ? edited(lab, action.edit) : lab)
  }
  return forms
}

/**
 * The one edit that makes a lab this form, and undo takes back: all of its nodes and links, and nothing else. What stays is left
 * where the learner has put it. Null when it is so already.
 */
export function becomeForm(lab: Lab, form: Lab): Command | null {
  const edit = new Edit(lab)
  const links = new Set([...Object.keys(lab.links), ...Object.keys(form.links)])
  for (const id of links) if (!form.links[id]) edit.set(['links', id], undefined)
  for (const name of Object.keys(lab.nodes)) {
    if (form.nodes[name]) continue
    edit.set(['nodes', name], undefined)
    edit.set(['layout', name], undefined)
  }
  for (const [name, node] of Object.entries(form.nodes)) {
    edit.set(['nodes', name], node)
    if (!edit.lab.layout?.[name] && form.layout?.[name]) edit.set(['layout', name], form.layout[name])
  }
  for (const [id, link] of Object.entries(form.links)) edit.set(['links', id], link)
  const command = edit.command('guide-form')
  return command.changes.length > 0 ? command : null
}
