import type { KeyboardEvent, SubmitEvent } from 'react'

/** A form whose words are sent by its button or Ctrl+Enter, and left with Escape. */
export const sending = (send: () => void, leave: () => void) => ({
  onSubmit: (event: SubmitEvent) => {
    event.preventDefault()
    send()
  },
  onKeyDown: (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      leave()
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      event.stopPropagation()
      send()
    }
  },
})
