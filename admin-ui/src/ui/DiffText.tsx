import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'

export type DiffToken = Schemas['SegmentToken']

/** Text with its changes, from the tokens of the server; said aloud, too. */
export function DiffText({ tokens, lang }: { tokens: readonly DiffToken[]; lang?: string }) {
  const { t, i18n } = useTranslation()
  const aloud = (word: string) => (
    <span className="hidden" lang={i18n.language}>
      {` ${word} `}
    </span>
  )
  return (
    <span lang={lang}>
      {tokens.map((token, i) => {
        // The same tokens always come in the same order: the place is the key.
        if (token.op === 'added') {
          return (
            <ins key={i}>
              {aloud(t('diff.added'))}
              {token.text}
            </ins>
          )
        }
        if (token.op === 'removed') {
          return (
            <del key={i}>
              {aloud(t('diff.removed'))}
              {token.text}
            </del>
          )
        }
        return <span key={i}>{token.text}</span>
      })}
    </span>
  )
}
