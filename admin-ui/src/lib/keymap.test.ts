import { describe, expect, test } from 'vitest'
import { actions, collisions, combinationOf, defaultKeys, isCombination, press, remap, written, type Press, type Scope } from './keymap'

const everywhere: Scope[] = ['everywhere']
const workbench: Scope[] = ['workbench', 'everywhere']

function typed(key: string, held: Partial<Press> = {}): Press {
  const code = /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key
  return { key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, altGraph: false, ...held }
}

test('no default is a single character, and no two of a scope are the same', () => {
  for (const action of actions) expect(isCombination(defaultKeys[action]), action).toBe(true)
  expect(collisions(remap({}))).toEqual([])
})

describe('pressing', () => {
  test('Ctrl+K opens the palette, ⌘K on a Mac', () => {
    expect(press(defaultKeys, everywhere, typed('k', { ctrlKey: true }), false, 'other').action).toBe('everywhere.palette')
    expect(press(defaultKeys, everywhere, typed('k', { metaKey: true }), false, 'mac').action).toBe('everywhere.palette')
    expect(press(defaultKeys, everywhere, typed('k', { ctrlKey: true }), false, 'mac').action).toBeNull()
    expect(press(defaultKeys, everywhere, typed('k'), false, 'other').action).toBeNull()
  })

  test('the innermost scope wins', () => {
    const altC = typed('c', { altKey: true })
    expect(press(defaultKeys, workbench, altC, false, 'other').action).toBe('workbench.copySource')
    expect(press(defaultKeys, ['review', 'everywhere'], altC, false, 'other').action).toBeNull()
    expect(press(defaultKeys, everywhere, altC, false, 'other').action).toBeNull()
  })

  test('a Greek layout finds the same keys', () => {
    expect(press(defaultKeys, everywhere, typed('λ', { code: 'KeyL', altKey: true }), false, 'other').action).toBe('everywhere.strip')
  })

  test('AltGr types Polish letters and is never a shortcut', () => {
    const altGr = typed('ł', { code: 'KeyL', altKey: true, ctrlKey: true, altGraph: true })
    expect(press(defaultKeys, everywhere, altGr, false, 'other')).toEqual({ action: null, leading: false, taken: false })
  })

  test('Option types characters on a Mac; there the leader stands for it', () => {
    const option = typed('¬', { code: 'KeyL', altKey: true })
    expect(press(defaultKeys, everywhere, option, false, 'mac').action).toBeNull()
    expect(press(defaultKeys, everywhere, typed('.', { metaKey: true }), false, 'mac')).toEqual({ action: null, leading: true, taken: true })
    expect(press(defaultKeys, everywhere, typed('l'), true, 'mac')).toEqual({ action: 'everywhere.strip', leading: false, taken: true })
    expect(press(defaultKeys, workbench, typed('ArrowDown', { altKey: true }), false, 'mac').action).toBe('workbench.next')
  })

  test('the leader works elsewhere, too, waits for a letter, and lets others through', () => {
    expect(press(defaultKeys, everywhere, typed('.', { ctrlKey: true }), false, 'other').leading).toBe(true)
    expect(press(defaultKeys, everywhere, typed('Shift', { shiftKey: true }), true, 'other').leading).toBe(true)
    expect(press(defaultKeys, everywhere, typed('1', { code: 'Digit1' }), true, 'other').action).toBe('everywhere.language1')
    expect(press(defaultKeys, everywhere, typed('q'), true, 'other')).toEqual({ action: null, leading: false, taken: false })
    expect(press(defaultKeys, everywhere, typed('Escape'), true, 'other').taken).toBe(true)
  })
})

test('own keys replace the defaults, and nonsense is passed over', () => {
  const map = remap({ 'workbench.stillRight': 'Alt+J', 'everywhere.save': 'S', 'no.such': 'Alt+Q', 'everywhere.keys': 7 })
  expect(map['workbench.stillRight']).toBe('Alt+J')
  expect(map['everywhere.save']).toBe('Mod+S')
  expect(map['everywhere.keys']).toBe('Alt+H')
  expect(collisions(remap({ 'workbench.stillRight': 'Alt+L' }))).toEqual([['everywhere.strip', 'workbench.stillRight']])
})

test('combinations are written as on the keys', () => {
  expect(written('Mod+Enter', 'other')).toBe('Ctrl ↵')
  expect(written('Mod+Enter', 'mac')).toBe('⌘↵')
  expect(written('Alt+R', 'mac')).toBe('⌘. R')
  expect(written('Alt+ArrowUp', 'mac')).toBe('⌥↑')
})

describe('choosing a key', () => {
  test('what is pressed becomes a combination that the same press then means', () => {
    const chosen = combinationOf(typed('j', { ctrlKey: true, shiftKey: true }), 'other')
    expect(chosen).toBe('Mod+Shift+J')
    const own = remap({ 'everywhere.problems': chosen })
    expect(press(own, everywhere, typed('J', { ctrlKey: true, shiftKey: true }), false, 'other').action).toBe('everywhere.problems')
  })

  test('Option and a letter on a Mac is the place on the board, whatever it types', () => {
    expect(combinationOf({ ...typed('√', { altKey: true }), code: 'KeyV' }, 'mac')).toBe('Alt+V')
  })

  test('what people write with is no key', () => {
    for (const one of [typed('j'), typed('J', { shiftKey: true }), typed('Enter'), typed(' '), typed('Control', { ctrlKey: true })]) {
      expect(combinationOf(one, 'other'), one.key).toBeNull()
    }
    expect(combinationOf(typed('l', { altKey: true, ctrlKey: true, altGraph: true }), 'other')).toBeNull() // ł
  })

  test('Mod and Ctrl are the same key except on a Mac', () => {
    const own = remap({ 'workbench.copySource': 'Mod+1' })
    expect(collisions(own, 'other')).toEqual([['workbench.match1', 'workbench.copySource']])
    expect(collisions(own, 'mac')).toEqual([])
  })
})
