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
import { reasonOf } from '@/ui/reason'
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
  // What the server lets this person begin.
  const mine = session.can.create
  const offered = types.filter((x) => mine.some((one) => one.type === x.name))
  const [type, setType] = useState(offered.find((x) => x.name === filters.type)?.name ?? offered[0]?.name ?? '')
  const possible = locales.filter((code) => mine.find((one) => one.type === type)?.locales.includes(code))
  const [chosen, setChosen] = useState(session.user.locale)
  const source = possible.includes(chosen) ? chosen : (possible[0] ?? '')
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
          data={offered.map((x) => ({ value: x.name, label: x.names[i18n.language]?.one ?? x.name }))}
        />
        <NativeSelect
          label={t('new.source')}
          value={source}
          onChange={(e) => { setChosen(e.currentTarget.value) }}
          data={possible.map((code) => ({ value: code, label: languageName(code, i18n.language) }))}
        />
        {create.error ? (
          <p role="alert" className={classes.refused}>
            {t('new.refused', { reason: reasonOf(create.error) })}
          </p>
        ) : null}
      </div>
    </Dialog>
  )
}
