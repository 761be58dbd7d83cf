import { expect, test } from 'vitest'
import { csv } from './csv'

test('a table is lines of cells, and begins with the byte order mark', () => {
  expect(csv(['time', 'who'], [['10:00', 'Ελένη'], ['10:01', 'Łucja']])).toBe('\uFEFFtime,who\r\n10:00,Ελένη\r\n10:01,Łucja\r\n')
})

test('commas, quotes and line breaks stay in their cell', () => {
  expect(csv(['a'], [['one, two'], ['"so"'], ['x\ny']])).toBe('\uFEFFa\r\n"one, two"\r\n"""so"""\r\n"x\ny"\r\n')
})

test('no cell is a formula', () => {
  expect(csv(['a'], [['=HYPERLINK("x")'], ['-1'], ['@a']])).toBe(`\uFEFFa\r\n"'=HYPERLINK(""x"")"\r\n'-1\r\n'@a\r\n`)
})
