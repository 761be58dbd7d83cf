import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '@/api/client'
import { keys } from '@/api/keys'
import { languageName } from '@/lib/format'
import { Dialog } from '@/ui/Dialog'
import { documentPath } from '@/ui/DocumentLink'
import classes from './entries.module.css'

interface Props {
  types: readonly { name: string; names: Record<string, { one: string; other: string }> }[]
  locales: readonly string[]
  onClose: () => void
}

/** Begins an entry: of which type, and in which language. */
export function NewEntry({ types, locales, onClose }: Props) {
  const { t, i18n } = useTranslation('entries')
  const filters = useSearch({ from: '/shell/entries' })
  const { session } = useRouteContext({ from: '/shell' })
  const client = useQueryClient()
  const navigate = useNavigate()
  const [type, setType] = useState(filters.type ?? types[0]?.name ?? '')
  const granted = session.grants.map((g) => g.locale)
  const [source, setSource] = useState(locales.find((code) => granted.includes(code)) ?? session.user.locale)
  const create = useMutation({
    mutationFn: () => answer(api.POST('/api/desk/entries', { body: { type, source_locale: source } })),
    onSuccess: (entry) => {
      void client.invalidateQueries({ queryKey: keys.entries() })
      onClose()
      void navigate({ to: documentPath({ entry: entry.id, locale: source, source }) as '/' })
    },
  })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('new')}
      actions={
        <Button loading={create.isPending} onClick={() => { create.mutate() }}>
          {t('new.submit')}
        </Button>
      }
    >
      <div className={classes.form}>
        <NativeSelect
          label={t('type')}
          data-autofocus
          value={type}
          onChange={(e) => { setType(e.currentTarget.value) }}
          data={types.map((x) => ({ value: x.name, label: x.names[i18n.language]?.one ?? x.name }))}
        />
        <NativeSelect
          label={t('new.source')}
          value={source}
          onChange={(e) => { setSource(e.currentTarget.value) }}
          data={locales.map((code) => ({ value: code, label: languageName(code, i18n.language) }))}
        />
        {create.error ? (
          <p role="alert" className={classes.refused}>
            {t('new.refused', { reason: create.error.message })}
          </p>
        ) : null}
      </div>
    </Dialog>
  )
}
