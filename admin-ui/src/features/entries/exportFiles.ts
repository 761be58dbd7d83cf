import { inChunks } from '@/lib/bulk'

/** As many as the server puts into one archive. */
const most = 150

/** Where the XLIFF of some entries in one language is. */
export function exportAddresses(ids: readonly string[], locales: readonly string[]): string[] {
  return locales.flatMap((locale) =>
    inChunks(ids, most).map((part) => `/api/desk/exchange/documents?${new URLSearchParams([['locale', locale], ...part.map((id) => ['entry', id])]).toString()}`),
  )
}

/** Has the browser fetch the files, one archive a language. */
export function exportFiles(ids: readonly string[], locales: readonly string[]): void {
  for (const address of exportAddresses(ids, locales)) {
    const link = document.createElement('a')
    link.href = address
    link.download = ''
    link.click()
  }
}
