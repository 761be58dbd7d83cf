import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api, type Schemas } from '@/api/client'
import { typesQuery } from '@/api/queries'
import { ago, day, languageName, list } from '@/lib/format'
import { ErrorState, Loading } from '@/ui/status'
import { useToast } from '@/ui/toast'
import { ConfirmDialog } from '@/ui/verbs/ConfirmDialog'
import { Card } from './Page'
import { tokensQuery } from './queries'
import { Refused } from '@/ui/Refused'
import classes from './settings.module.css'

const NewToken = lazy(() => import('./NewToken').then((m) => ({ default: m.NewToken })))

/** The tokens that programs use in one's name. */
export function OwnTokens() {
  const { t } = useTranslation('settings')
  const tokens = useQuery(tokensQuery)
  const [making, setMaking] = useState(false)
  return (
    <Card title={t('tokens.title')} note={t('tokens.note')}>
      {tokens.error ? (
        <ErrorState error={tokens.error} retry={() => void tokens.refetch()} />
      ) : tokens.data ? (
        <TokenList tokens={tokens.data} refresh={tokensQuery.queryKey} />
      ) : (
        <Loading lines={2} height={56} />
      )}
      <Button mt="md" variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => { setMaking(true) }}>
        {t('tokens.new')}
      </Button>
      <Suspense>{making ? <NewToken onClose={() => { setMaking(false) }} /> : null}</Suspense>
    </Card>
  )
}

type Token = Schemas['Token']

function useScopes() {
  const { t, i18n } = useTranslation('settings')
  const types = useQuery(typesQuery)
  return ({ scopes }: Token) => {
    const typeName = (name: string) => types.data?.find((type) => type.name === name)?.names[i18n.language]?.other ?? name
    const names = scopes.types.includes('*') ? t('tokens.allTypes') : list(scopes.types.map(typeName), i18n.language)
    if (scopes.access !== 'write') return t('tokens.reads', { types: names })
    const languages = scopes.locales.includes('*')
      ? t('tokens.allLanguages')
      : list(scopes.locales.map((l) => languageName(l, i18n.language, t('rights.sharedPart'))), i18n.language)
    return t('tokens.writes', { types: names, languages })
  }
}

export function TokenList({ tokens, refresh }: { tokens: readonly Token[]; refresh: readonly unknown[] }) {
  const { t, i18n } = useTranslation('settings')
  const client = useQueryClient()
  const toast = useToast()
  const scopes = useScopes()
  const [ending, setEnding] = useState<Token | null>(null)
  const revoke = useMutation({
    mutationFn: (token: Token) => answer(api.DELETE('/api/desk/tokens/{id}', { params: { path: { id: token.id } } })),
    onSuccess: (token) => {
      toast({ message: t('tokens.revoked', { name: token.name }) })
      setEnding(null)
      return client.invalidateQueries({ queryKey: refresh })
    },
  })
  const now = Date.now()
  const state = (token: Token) =>
    token.revoked_at ? t('tokens.isRevoked', { day: day(token.revoked_at, i18n.language) })
    : new Date(token.expires_at).getTime() < now ? t('tokens.isExpired', { day: day(token.expires_at, i18n.language) })
    : t('tokens.expires', { day: day(token.expires_at, i18n.language) })
  const live = (token: Token) => !token.revoked_at && new Date(token.expires_at).getTime() > now
  if (tokens.length === 0) return <p className={classes.quiet}>{t('tokens.none')}</p>
  return (
    <ul className={classes.rows}>
      {tokens.map((token) => (
        <li key={token.id} data-ended={!live(token) || undefined}>
          <div>
            <b>{token.name}</b>
            <span>{scopes(token)}</span>
            <small>
              {state(token)} · {token.last_used_at ? t('tokens.used', { ago: ago(token.last_used_at, i18n.language) }) : t('tokens.unused')}
            </small>
          </div>
          {live(token) ? (
            <Button variant="default" h={34} aria-label={t('tokens.revokeName', { name: token.name })} onClick={() => { setEnding(token) }}>
              {t('tokens.revoke')}
            </Button>
          ) : null}
        </li>
      ))}
      {ending ? (
        <ConfirmDialog
          title={t('tokens.revokeTitle', { name: ending.name })}
          text={<><p>{t('tokens.revokeText')}</p><Refused error={revoke.error} /></>}
          action={t('tokens.revoke')}
          loading={revoke.isPending}
          onClose={() => { setEnding(null); revoke.reset() }}
          onConfirm={() => { revoke.mutate(ending) }}
        />
      ) : null}
    </ul>
  )
}
