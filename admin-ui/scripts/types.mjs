// Writes src/api/schema.d.ts from openapi.json. The document is committed, so
// that building needs neither Go nor a server; a Go test fails when it is not
// the one that the server gives (go test ./internal/app -run AdminUI -update).
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const from = new URL('../openapi.json', import.meta.url)
const to = new URL('../src/api/schema.d.ts', import.meta.url)

const age = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
if (age(to) < age(from)) {
  const types = astToString(await openapiTS(JSON.parse(readFileSync(from, 'utf8'))))
  writeFileSync(to, `// Written by scripts/types.mjs.\n${types}`)
}
