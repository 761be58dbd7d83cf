// The least that a web server does for an export: a file, or index.html of a
// directory, or the page that says that nothing is there.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml',
  '.xml': 'application/xml', '.png': 'image/png', '.woff2': 'font/woff2', '.txt': 'text/plain', '.ts': 'text/plain',
}

export function serveFiles(dir: string, port: number) {
  return createServer((request, response) => {
    const address = decodeURIComponent(new URL(request.url ?? '/', 'http://files').pathname)
    const asked = path.join(dir, path.normalize(address))
    const found = [asked, path.join(asked, 'index.html')].find((file) => existsSync(file) && statSync(file).isFile())
    const lost = path.join(dir, address.split('/')[1] ?? '', '404.html')
    const file = found ?? (existsSync(lost) ? lost : path.join(dir, '404.html'))
    response.writeHead(found ? 200 : 404, {
      'Content-Type': types[path.extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    })
    response.end(readFileSync(file))
  }).listen(port, '127.0.0.1')
}
