import { useKey } from '@/ui/keys'
import { askToMove } from '@/ui/moveBlock'
import { focusField } from '@/ui/ProblemList'

/** The field that has the focus, by its path. */
function focused(attribute: 'path' | 'group'): string | undefined {
  return document.activeElement?.closest<HTMLElement>(`[data-${attribute}]`)?.dataset[attribute]
}

/** From field to field as they stand on the screen; at the ends it stays. */
function step(by: 1 | -1): void {
  const groups = [...document.querySelectorAll<HTMLElement>('[data-group]')].map((one) => one.dataset.group ?? '')
  const at = groups.indexOf(focused('group') ?? '')
  const next = groups[at < 0 ? (by === 1 ? 0 : groups.length - 1) : at + by]
  if (next !== undefined) focusField(next)
}

/** The keys of the editor: between fields, moving a block, beginning a comment where one is. */
export function useEditorKeys(comment: (path: string) => void): void {
  useKey('editor.previousGroup', () => { step(-1) })
  useKey('editor.nextGroup', () => { step(1) })
  useKey('editor.blockUp', () => { askToMove(-1) })
  useKey('editor.blockDown', () => { askToMove(1) })
  useKey('editor.comment', () => { comment(focused('path') ?? '') })
}
