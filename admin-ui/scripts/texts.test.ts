import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

// Texts that are missing when a part of a screen appears suspend the whole
// screen: it vanishes for a moment and drops the focus. So each route waits for
// the texts of everything that its screen imports, before the screen is there.
// What is loaded later (a dialog) has a Suspense of its own.

const source = path.resolve(import.meta.dirname, '../src')

function fileOf(name: string, from: string): string | null {
  const base = name.startsWith('@/') ? path.join(source, name.slice(2)) : name.startsWith('.') ? path.resolve(path.dirname(from), name) : null
  return base === null ? null : (['.ts', '.tsx', '/index.ts'].map((end) => base + end).find((file) => existsSync(file)) ?? null)
}

/** The texts that a file and all it imports at once ask for. */
function textsOf(file: string, seen = new Set<string>()): Set<string> {
  const found = new Set<string>()
  if (seen.has(file)) return found
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  for (const [, names] of text.matchAll(/useTranslation\(\[?([^\])]*)/g)) for (const [, name] of (names ?? '').matchAll(/'(\w+)'/g)) found.add(name ?? '')
  for (const [, name] of text.matchAll(/^(?:import|export)(?! type)[^'"]*? from '([^']+)'/gm)) {
    const next = fileOf(name ?? '', file)
    if (next) for (const one of textsOf(next, seen)) found.add(one)
  }
  found.delete('common')
  return found
}

const routes = path.join(source, 'app/routes')
const screens = readdirSync(routes).flatMap((name) => {
  const file = path.join(routes, name)
  const text = readFileSync(file, 'utf8')
  const waits = new Set([...text.matchAll(/loadTexts\(([^)]*)\)/g)].flatMap(([, names]) => [...(names ?? '').matchAll(/'(\w+)'/g)].map(([, one]) => one ?? '')))
  return [...text.matchAll(/lazyRouteComponent\(\(\) => import\('([^']+)'\)/g)].map(([, screen]) => ({ screen: screen ?? '', waits, file }))
})

test('there are screens', () => {
  expect(screens.length).toBeGreaterThan(12)
})

test.each(screens)('$screen is shown when all its texts are there', ({ screen, waits, file }) => {
  const target = fileOf(screen, file)
  expect(target).not.toBeNull()
  expect([...textsOf(target ?? '')].filter((name) => !waits.has(name)).sort()).toEqual([])
})
