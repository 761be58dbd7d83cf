// A real server on a port of its own, with a fresh copy of the demonstration content.
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
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

export interface Server {
  url: string
  login: (name: string) => Login
  stop: () => Promise<void>
}

export async function startServer(): Promise<Server> {
  const dir = mkdtempSync(path.join(tmpdir(), 'mc-journey-'))
  for (const name of ['movingcities.db', 'movingcities.db-wal']) {
    if (existsSync(path.join(data, name))) copyFileSync(path.join(data, name), path.join(dir, name))
  }
  const env = { ...process.env, MC_DATA_DIR: dir, MC_DATABASE_URL: '', MC_LISTEN: '127.0.0.1:0', MC_PUBLIC_URL: '' }
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
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
