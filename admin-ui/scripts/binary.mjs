// Makes sure that bin/movingcities holds the interface as it is in the sources:
// builds the interface if it is older than they are, then the binary.
import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ui = fileURLToPath(new URL('..', import.meta.url))
const run = (command, args, options) => execFileSync(command, args, { stdio: 'inherit', ...options })
const age = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

const newest = (dir) =>
  Math.max(...readdirSync(dir, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).map((f) => age(path.join(f.parentPath, f.name))))
const sources = Math.max(newest(path.join(ui, 'src')), ...['index.html', 'openapi.json', 'package-lock.json', 'vite.config.ts'].map((f) => age(path.join(ui, f))))
if (age(path.join(ui, 'dist/index.html')) < sources) run('npm', ['run', 'build'], { cwd: ui })
run('go', ['build', '-buildvcs=false', '-trimpath', '-o', 'bin/movingcities', './cmd/movingcities'], {
  cwd: path.dirname(ui.replace(/\/$/, '')),
  env: { ...process.env, CGO_ENABLED: '0' },
})
