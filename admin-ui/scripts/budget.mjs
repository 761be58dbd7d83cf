// Adds up what the browser loads before it shows the sign-in and the Desk, and
// fails the build when it is more than the budget.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const budget = 200 * 1024
const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('manifest.json', dist), 'utf8'))

/** All files that a chunk imports statically, itself included. */
function closure(key, seen = new Set()) {
  if (!manifest[key] || seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) closure(next, seen)
  return seen
}

const size = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
let failed = false
for (const [name, screen] of [
  ['sign-in', ['src/features/auth/SignIn.tsx', 'src/i18n/el/auth.json']],
  ['Desk', ['src/app/Shell.tsx', 'src/features/desk/DeskScreen.tsx', 'src/i18n/el/desk.json']],
]) {
  // Greek texts are the largest.
  const entries = ['index.html', 'src/i18n/el/common.json', ...screen]
  const chunks = new Set(entries.flatMap((entry) => [...closure(entry)]))
  const bytes = [...chunks].reduce((sum, key) => sum + size(manifest[key].file), 0)
  console.log(`${name}: ${(bytes / 1024).toFixed(1)} kB of script, gzip, in ${chunks.size} files`)
  if (entries.some((entry) => !manifest[entry]) || bytes > budget) failed = true
}
if (failed) {
  console.error(`The first screens may load ${budget / 1024} kB of script, gzip. Split what is not needed at once.`)
  process.exit(1)
}
