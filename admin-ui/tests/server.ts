// A real server on a port of its own, with a fresh copy of the demonstration content
// and a clock that begins at the same moment each time.
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const binary = path.join(root, 'bin/movingcities')
export const data = fileURLToPath(new URL('.data', import.meta.url))

export interface Login {
  email: string
  password: string
}

/** When the demonstration content was loaded, and when every test begins: Monday, 10:00 in Berlin. */
export const loaded = new Date('2026-11-20T09:00:00+01:00')
export const begins = new Date('2026-11-23T10:00:00+01:00')

/** Puts the clock of whoever reads this file to a moment, from which it goes on. */
export function setClock(file: string, to: Date): void {
  writeFileSync(`${file}.new`, `${to.getTime() - Date.now()}ms`)
  renameSync(`${file}.new`, file)
}

export interface Server {
  url: string
  login: (name: string) => Login
  /** Moves the clock of the server; browsers have their own. */
  setClock: (to: Date) => void
  stop: () => Promise<void>
}

export async function startServer(): Promise<Server> {
  const dir = mkdtempSync(path.join(tmpdir(), 'mc-journey-'))
  for (const name of ['movingcities.db', 'movingcities.db-wal']) {
    if (existsSync(path.join(data, name))) copyFileSync(path.join(data, name), path.join(dir, name))
  }
  const clock = path.join(dir, 'clock')
  setClock(clock, begins)
  const env = { ...process.env, MC_TEST_CLOCK_FILE: clock, MC_DATA_DIR: dir, MC_DATABASE_URL: '', MC_LISTEN: '127.0.0.1:0', MC_PUBLIC_URL: '' }
  const child = spawn(binary, ['serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    const hear = (chunk: Buffer) => {
      said += chunk.toString()
      const found = /https?:\/\/127\.0\.0\.1:[1-9]\d*/.exec(said)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => {
      reject(new Error(`the server ended with ${code}: ${said}`))
    })
  })
  const logins = JSON.parse(readFileSync(path.join(data, 'logins.json'), 'utf8')) as Record<string, Login>
  return {
    url,
    login: (name) => {
      const login = logins[name]
      if (!login) throw new Error(`nobody is called ${name}`)
      return login
    },
    setClock: (to) => { setClock(clock, to) },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
