// Brings a static site up to date: run it after every build, or every minute.
import { readFile, writeFile } from 'node:fs/promises'

const base = 'http://127.0.0.1:8080'
const known = JSON.parse(await readFile('known.json', 'utf8').catch(() => '{"since":0}'))
let more = true
while (more) {
  const headers = known.etag ? { 'If-None-Match': known.etag } : {}
  const answer = await fetch(`${base}/api/v1/changes?since=${known.since}`, { headers })
  if (answer.status === 304) break // nothing since
  const feed = await answer.json()
  if (!answer.ok) throw new Error(`${feed.code}: ${feed.detail}`)
  for (const { kind, type, locale, slug, id } of feed.data) {
    if (kind === 'published') console.log('build', type, locale, slug)
    if (kind === 'moved') console.log('redirect from', type, locale, slug)
    if (kind === 'unpublished' || kind === 'deleted') console.log('remove', type, locale, id)
  }
  // The tag belongs to this question; another number is another question.
  known.etag = feed.next === known.since ? answer.headers.get('ETag') : undefined
  known.since = feed.next
  more = feed.more
}
await writeFile('known.json', JSON.stringify(known))
