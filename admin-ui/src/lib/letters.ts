const folded: Record<string, string> = { ł: 'l', ß: 'ss', ς: 'σ', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd' }

/** A text as somebody types it who has not the keys for it: without accents and capitals. */
export function bare(text: string): string {
  return text
    .toLocaleLowerCase('und')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[łßςæœøđ]/g, (c) => folded[c] ?? c)
}
