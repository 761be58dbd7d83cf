import path from 'node:path'

// Which folder of src may import which. A feature knows no other feature: what
// two of them need belongs in ui, lib or api. Pure code knows nobody.
const below = {
  app: ['app', 'features', 'ui', 'api', 'lib', 'i18n'],
  features: ['ui', 'api', 'lib', 'i18n'],
  ui: ['ui', 'api', 'lib', 'i18n'],
  api: ['api', 'lib'],
  i18n: ['i18n', 'lib'],
  lib: ['lib'],
}

/** The parts of a path after src, or null if the path is not in it. */
function inside(file) {
  const parts = file.split(path.sep)
  const at = parts.lastIndexOf('src')
  return at < 0 ? null : parts.slice(at + 1)
}

/** Says what is wrong with an import, or null. */
export function complaint(from, imported) {
  const own = inside(from)
  if (!own || !(own[0] in below)) return null
  let other
  if (imported.startsWith('@/')) other = imported.slice(2).split('/')
  else if (imported.startsWith('.')) other = inside(path.resolve(path.dirname(from), imported))
  if (!other || !(other[0] in below)) return null
  if (own[0] === 'features' && other[0] === 'features') {
    return own[1] === other[1] ? null : `Feature "${own[1]}" imports feature "${other[1]}"; put what both need into ui, lib or api.`
  }
  return below[own[0]].includes(other[0]) ? null : `src/${own[0]} may not import src/${other[0]}.`
}

/** @type {import('eslint').Rule.RuleModule} */
export const layers = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const check = (node) => {
      const value = node.source?.value
      const message = typeof value === 'string' && complaint(context.filename, value)
      if (message) context.report({ node, message })
    }
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check }
  },
}
