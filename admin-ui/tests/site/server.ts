// Starts the real binary over the demonstration content, on a free port and in a
// directory of its own. MC_SITE_URL names a server that runs already. With
// MC_SITE_STATIC=1 the pages are those of an export, served as files.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { serveFiles } from './files'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

export default async function setup() {
  if (process.env.MC_SITE_URL) return undefined
  const dir = mkdtempSync(path.join(tmpdir(), 'site-'))
  const binary = path.join(dir, 'movingcities')
  execFileSync('go', ['build', '-buildvcs=false', '-o', binary, './cmd/movingcities'], { cwd: root, env: { ...process.env, CGO_ENABLED: '0' } })
  const port = await freePort()
  const env = { ...process.env, MC_DATA_DIR: path.join(dir, 'var'), MC_LISTEN: `127.0.0.1:${port}` }
  for (const command of [['migrate'], ['demo', 'load']]) execFileSync(binary, command, { cwd: dir, env, stdio: 'ignore' })
  if (process.env.MC_SITE_STATIC === '1') {
    const base = `http://127.0.0.1:${port}`
    execFileSync(binary, ['export', 'site', path.join(dir, 'files'), '--base', base], { cwd: dir, env, stdio: 'ignore' })
    const files = serveFiles(path.join(dir, 'files'), port)
    process.env.MC_SITE_URL = base
    return () => {
      files.close()
      rmSync(dir, { recursive: true, force: true })
    }
  }
  const server = spawn(binary, ['serve'], { cwd: dir, env, stdio: 'ignore' })
  process.env.MC_SITE_URL = `http://127.0.0.1:${port}`
  for (let tries = 0; ; tries++) {
    const ready = await fetch(process.env.MC_SITE_URL + '/readyz').then((r) => r.ok, () => false)
    if (ready) break
    if (tries > 50) throw new Error('the server does not answer')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return () => {
    server.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}
