// The keys of the interface: which combination does what, where. Pure; the
// listening is in ui/keys.tsx.

export type Platform = 'mac' | 'other'

/** Where a key works. What works everywhere works in each of the others, too. */
export const scopes = ['everywhere', 'workbench', 'review', 'editor'] as const
export type Scope = (typeof scopes)[number]

// "Mod" is ⌘ on a Mac and Ctrl elsewhere. Alt and a letter or digit is typed on
// a Mac as ⌘. and then the letter, because Option types characters there.
export const defaultKeys = {
  'everywhere.palette': 'Mod+K',
  'everywhere.save': 'Mod+S',
  'everywhere.language1': 'Alt+1',
  'everywhere.language2': 'Alt+2',
  'everywhere.language3': 'Alt+3',
  'everywhere.language4': 'Alt+4',
  'everywhere.language5': 'Alt+5',
  'everywhere.language6': 'Alt+6',
  'everywhere.language7': 'Alt+7',
  'everywhere.strip': 'Alt+L',
  'everywhere.problems': 'Alt+P',
  'everywhere.keys': 'Alt+H',
  'everywhere.nextRegion': 'F6',
  'everywhere.previousRegion': 'Shift+F6',
  'workbench.confirm': 'Mod+Enter',
  'workbench.previous': 'Alt+ArrowUp',
  'workbench.next': 'Alt+ArrowDown',
  'workbench.match1': 'Ctrl+1',
  'workbench.match2': 'Ctrl+2',
  'workbench.match3': 'Ctrl+3',
  'workbench.match4': 'Ctrl+4',
  'workbench.match5': 'Ctrl+5',
  'workbench.stillRight': 'Alt+R',
  'workbench.copySource': 'Alt+C',
  'workbench.concordance': 'Alt+K',
  'workbench.dismiss': 'Alt+I',
  'workbench.comment': 'Alt+M',
  'workbench.noBreakSpace': 'Mod+Shift+Space',
  'workbench.leaveEditor': 'Escape',
  'review.previousChange': 'Alt+ArrowUp',
  'review.nextChange': 'Alt+ArrowDown',
  'review.comment': 'Alt+M',
  'review.approve': 'Mod+Enter',
  'editor.previousGroup': 'Alt+ArrowUp',
  'editor.nextGroup': 'Alt+ArrowDown',
  'editor.blockUp': 'Alt+Shift+ArrowUp',
  'editor.blockDown': 'Alt+Shift+ArrowDown',
  'editor.comment': 'Alt+C',
} as const

export type Action = keyof typeof defaultKeys
export type KeyMap = Record<Action, string>

export const actions = Object.keys(defaultKeys) as Action[]

export function scopeOf(action: Action): Scope {
  return action.slice(0, action.indexOf('.')) as Scope
}

/** The name of an action in the texts, and its number if it is one of several. */
export function labelOf(action: Action): { name: string; n?: number } {
  const name = action.slice(action.indexOf('.') + 1)
  const digit = /^(language|match)(\d)$/.exec(name)
  return digit?.[1] ? { name: digit[1], n: Number(digit[2]) } : { name }
}

/** The map with a person's own keys in it; what is no combination is passed over. */
export function remap(own: Readonly<Record<string, unknown>>): KeyMap {
  const map: KeyMap = { ...defaultKeys }
  for (const action of actions) {
    const combination = own[action]
    if (typeof combination === 'string' && isCombination(combination)) map[action] = combination
  }
  return map
}

const modifiers = ['Mod', 'Ctrl', 'Alt', 'Shift'] as const
const named = /^(F\d{1,2}|Arrow(Up|Down|Left|Right)|Enter|Escape|Space|Tab|Home|End|PageUp|PageDown)$/

/** A single character is never a key by itself: people type them (WCAG 2.1.4). */
export function isCombination(text: string): boolean {
  const parts = text.split('+')
  const key = parts.pop() ?? ''
  if (!parts.every((p) => (modifiers as readonly string[]).includes(p)) || new Set(parts).size !== parts.length) return false
  if (named.test(key)) return true
  return /^[A-Z0-9.,;/-]$/.test(key) && parts.some((p) => p !== 'Shift')
}

/** Pairs of actions in one scope, or one of them everywhere, with the same combination. */
export function collisions(map: KeyMap, platform: Platform = 'mac'): [Action, Action][] {
  const found: [Action, Action][] = []
  // Off the Mac, Mod and Ctrl are one key.
  const pressed = (a: Action) => (platform === 'mac' ? map[a] : map[a].replace('Mod', 'Ctrl'))
  actions.forEach((a, i) => {
    for (const b of actions.slice(i + 1)) {
      const meet = scopeOf(a) === scopeOf(b) || scopeOf(a) === 'everywhere' || scopeOf(b) === 'everywhere'
      if (meet && pressed(a) === pressed(b)) found.push([a, b])
    }
  })
  return found
}

/** What of a KeyboardEvent matters here. */
export interface Press {
  key: string
  code: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
  altGraph: boolean
}

/** The letter, digit or name of a key, on any layout: Alt+L is where L is on the board of a Greek typist. */
function keyOf(press: Press): string {
  if (press.key === ' ') return 'Space'
  if (press.key.length > 1) return press.key
  const upper = press.key.toUpperCase()
  if (/^[A-Z]$/.test(upper)) return upper
  const code = /^(?:Key([A-Z])|Digit(\d))$/.exec(press.code)
  return code?.[1] ?? code?.[2] ?? upper
}

function matches(combination: string, press: Press, platform: Platform): boolean {
  const parts = combination.split('+')
  const key = parts.pop()
  const mod = parts.includes('Mod')
  const ctrl = parts.includes('Ctrl') || (mod && platform === 'other')
  const meta = mod && platform === 'mac'
  return (
    keyOf(press) === key &&
    press.ctrlKey === ctrl &&
    press.metaKey === meta &&
    press.altKey === parts.includes('Alt') &&
    press.shiftKey === parts.includes('Shift')
  )
}

/** What somebody pressed, as a combination of the map; null for what cannot be one. */
export function combinationOf(press: Press, platform: Platform): string | null {
  if (press.altGraph || (platform === 'other' && press.metaKey)) return null
  const parts = [
    ...((platform === 'mac' ? press.metaKey : press.ctrlKey) ? ['Mod'] : []),
    ...(platform === 'mac' && press.ctrlKey ? ['Ctrl'] : []),
    ...(press.altKey ? ['Alt'] : []),
    ...(press.shiftKey ? ['Shift'] : []),
  ]
  // Option types another character on a Mac, so the place on the board counts.
  const place = /^(?:Key([A-Z])|Digit(\d))$/.exec(press.code)
  const key = press.altKey && place ? (place[1] ?? place[2] ?? '') : keyOf(press)
  const combination = [...parts, key].join('+')
  // Enter, Space and arrows alone are for writing and moving.
  const safe = /^F\d{1,2}$/.test(key) || parts.some((p) => p !== 'Shift')
  return safe && isCombination(combination) ? combination : null
}

/** True for Alt and a character: what the leader stands in for. */
function led(combination: string): string | null {
  const found = /^Alt\+([A-Z0-9])$/.exec(combination)
  return found?.[1] ?? null
}

export interface Pressed {
  action: Action | null
  /** The leader was pressed; the next character counts as with Alt. */
  leading: boolean
  /** The browser must not see this press. */
  taken: boolean
}

const nothing: Pressed = { action: null, leading: false, taken: false }

/** What a press means, in the scopes that are active, the innermost first. */
export function press(map: KeyMap, active: readonly Scope[], event: Press, leading: boolean, platform: Platform): Pressed {
  if (event.altGraph) return nothing // types characters
  const within = actions.filter((a) => active.includes(scopeOf(a)))
  within.sort((a, b) => active.indexOf(scopeOf(a)) - active.indexOf(scopeOf(b)))
  if (leading) {
    const key = keyOf(event)
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(key)) return { action: null, leading: true, taken: false }
    const action = within.find((a) => led(map[a]) === key) ?? null
    return { action, leading: false, taken: action !== null || key === 'Escape' }
  }
  if (matches('Mod+.', event, platform)) return { action: null, leading: true, taken: true }
  const action = within.find((a) => !(platform === 'mac' && led(map[a])) && matches(map[a], event, platform)) ?? null
  return { action, leading: false, taken: action !== null }
}

const symbols: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
}
const macSymbols: Record<string, string> = { Mod: '⌘', Alt: '⌥', Shift: '⇧', Ctrl: '⌃' }

/** A combination as it is written on the keys of this machine. */
export function written(combination: string, platform: Platform): string {
  const letter = led(combination)
  if (platform === 'mac') {
    if (letter) return `⌘. ${letter}`
    return combination
      .split('+')
      .map((p) => macSymbols[p] ?? symbols[p] ?? p)
      .join('')
  }
  return combination
    .split('+')
    .map((p) => (p === 'Mod' ? 'Ctrl' : (symbols[p] ?? p)))
    .join(' ')
}

/** The same for aria-keyshortcuts. */
export function announced(combination: string, platform: Platform): string {
  if (platform === 'mac' && led(combination)) return ''
  return combination
    .split('+')
    .map((p) => (p === 'Mod' ? (platform === 'mac' ? 'Meta' : 'Control') : p === 'Ctrl' ? 'Control' : p))
    .join('+')
}

export function platformOf(userAgent: string): Platform {
  return /Mac|iPhone|iPad/.test(userAgent) ? 'mac' : 'other'
}
