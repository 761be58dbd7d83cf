import { useCallback, useState, type KeyboardEvent } from 'react'

export interface Place {
  row: number
  column: number
}

/** Where an arrow, Home or End leads; null for other keys. */
export function target(from: Place, key: string, ctrl: boolean, rows: number, columns: number): Place | null {
  const within = (row: number, column: number) => ({
    row: Math.min(Math.max(row, 0), rows - 1),
    column: Math.min(Math.max(column, 0), columns - 1),
  })
  switch (key) {
    case 'ArrowUp':
      return within(from.row - 1, from.column)
    case 'ArrowDown':
      return within(from.row + 1, from.column)
    case 'ArrowLeft':
      return within(from.row, from.column - 1)
    case 'ArrowRight':
      return within(from.row, from.column + 1)
    case 'PageUp':
      return within(from.row - 12, from.column)
    case 'PageDown':
      return within(from.row + 12, from.column)
    case 'Home':
      return within(ctrl ? 0 : from.row, 0)
    case 'End':
      return within(ctrl ? rows - 1 : from.row, columns - 1)
    default:
      return null
  }
}

/** A grid with one tab stop: arrows move within it. Cells carry data-cell="row column". */
export function useGrid(rows: number, columns: number, show: (row: number) => void, first: Place) {
  const [place, setPlace] = useState<Place>(first)
  const here = { row: Math.min(place.row, Math.max(rows - 1, 0)), column: Math.min(place.column, columns - 1) }
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      if (event.altKey || event.metaKey) return
      const next = target(here, event.key, event.ctrlKey, rows, columns)
      if (!next) return
      event.preventDefault()
      setPlace(next)
      show(next.row)
      const grid = event.currentTarget
      const focus = () => grid.querySelector<HTMLElement>(`[data-cell="${next.row} ${next.column}"]`)?.focus()
      // A row that was not drawn is there after the next frame.
      requestAnimationFrame(() => requestAnimationFrame(focus))
    },
    [here.row, here.column, rows, columns, show], // eslint-disable-line react-hooks/exhaustive-deps -- here is these two
  )
  /** The tab stop follows the focus, however it came to a cell. */
  const goTo = useCallback((cell: string | undefined) => {
    const [row, column] = (cell ?? '').split(' ').map(Number)
    if (row !== undefined && column !== undefined && !Number.isNaN(row + column)) setPlace({ row, column })
  }, [])
  return { onKeyDown, here, goTo }
}
