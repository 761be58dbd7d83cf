import { expect, test } from 'vitest'
import { complaint } from './layers.mjs'

test.each([
  ['/x/src/features/desk/a.tsx', '@/features/entries/b', true],
  ['/x/src/features/desk/a.tsx', '../entries/b', true],
  ['/x/src/features/desk/a.tsx', './b', false],
  ['/x/src/features/desk/a.tsx', '@/ui/LocaleStrip', false],
  ['/x/src/features/desk/a.tsx', '@/app/router', true],
  ['/x/src/lib/merge.ts', '@/api/client', true],
  ['/x/src/lib/merge.ts', './tree', false],
  ['/x/src/app/router.tsx', '@/features/desk/Desk', false],
  ['/x/src/ui/Strip.tsx', 'react', false],
])('%s importing %s is refused: %s', (from, imported, refused) => {
  expect(complaint(from, imported) !== null).toBe(refused)
})
