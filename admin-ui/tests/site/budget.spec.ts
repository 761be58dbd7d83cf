import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { host, languages } from './site'

const size = async (address: string) => gzipSync(Buffer.from(await (await fetch(host() + address)).arrayBuffer())).length

test('the first page, the style and the script keep to their budgets', async () => {
  for (const language of languages) expect(await size(`/${language}/`), language).toBeLessThan(60_000)
  const html = await (await fetch(host() + '/en/')).text()
  const asset = (name: string) => new RegExp(`/static/[0-9a-f]+/${name}`).exec(html)?.[0] ?? name
  expect(await size(asset('site.css'))).toBeLessThan(12_000)
  const script = await (await fetch(host() + asset('site.js'))).arrayBuffer()
  expect(script.byteLength).toBeLessThan(15_000)
})
