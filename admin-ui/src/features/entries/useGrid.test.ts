import { expect, test } from 'vitest'
import { target } from './useGrid'

test('arrows stay within the grid; Home and End lead to the ends of row and grid', () => {
  const at = { row: 1, column: 1 }
  expect(target(at, 'ArrowUp', false, 3, 4)).toEqual({ row: 0, column: 1 })
  expect(target({ row: 2, column: 1 }, 'ArrowDown', false, 3, 4)).toEqual({ row: 2, column: 1 })
  expect(target(at, 'Home', false, 3, 4)).toEqual({ row: 1, column: 0 })
  expect(target(at, 'Home', true, 3, 4)).toEqual({ row: 0, column: 0 })
  expect(target(at, 'End', true, 3, 4)).toEqual({ row: 2, column: 3 })
  expect(target(at, 'a', false, 3, 4)).toBeNull()
})
