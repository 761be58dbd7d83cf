// Loads the demonstration content once for the binary under test; every server
// of the tests starts with a copy of it. It takes half a minute, so it is kept
// until the binary changes what it loads.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { binary, data, loaded, root, setClock } from './server'

/** What decides the content of a fresh installation. */
function fingerprint(): string {
  const hash = createHash('sha256').update(loaded.toISOString())
  for (const dir of ['migrations', 'config', 'internal/demo']) {
    const files = readdirSync(path.join(root, dir), { recursive: true, withFileTypes: true }).filter((f) => f.isFile())
    for (const file of files.map((f) => path.join(f.parentPath, f.name)).sort()) hash.update(file.slice(root.length)).update(readFileSync(file))
  }
  return hash.digest('hex')
}

export default function template(): void {
  const mark = path.join(data, 'fingerprint')
  const now = fingerprint()
  if (existsSync(mark) && readFileSync(mark, 'utf8') === now) return
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true })
  const clock = path.join(data, 'clock')
  setClock(clock, loaded)
  const env = { ...process.env, MC_TEST_CLOCK_FILE: clock, MC_DATA_DIR: data, MC_DATABASE_URL: '', MC_LISTEN: '127.0.0.1:0', MC_PUBLIC_URL: '' }
  execFileSync(binary, ['migrate'], { env, stdio: 'ignore' })
  const out = execFileSync(binary, ['demo', 'load'], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const logins = Object.fromEntries(
    out
      .split('\n')
      .map((line) => line.trim().split(/\s{2,}/))
      .filter((columns) => columns.length === 4 && columns[2]?.includes('@'))
      .map(([name, , email, password]) => [name, { email, password }]),
  )
  writeFileSync(path.join(data, 'logins.json'), JSON.stringify(logins))
  writeFileSync(mark, now)
}
