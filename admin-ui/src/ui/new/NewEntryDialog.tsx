import { Button, NativeSelect, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api, type Session } from '@/api/client'
import { keys } from '@/api/keys'
import { localesQuery, typesQuery } from '@/api/queries'
import { languageName } from '@/lib/format'
import { Dialog } from '../Dialog'
import { documentPath } from '../DocumentLink'
import { Refused } from '../Refused'

interface Props {
  session: Session
  /** The type that is offered first. */
  type: string | undefined
  onClose: () => void
}

/** Begins an entry: of which type, and in which language. */
export function NewEntryDialog({ session, type: wanted, onClose }: Props) {
  const { t, i18n } = useTranslation()
  const types = useQuery(typesQuery)
  const locales = useQuery(localesQuery)
  const client = useQueryClient()
  const navigate = useNavigate()
  // What the server lets this person begin.
  const mine = session.can.create
  const offered = (types.data ?? []).filter((x) => mine.some((one) => one.type === x.name))
  const [picked, setType] = useState(wanted)
  const type = (offered.find((x) => x.name === picked) ?? offered[0])?.name ?? ''
  const possible = (locales.data ?? []).map((one) => one.code).filter((code) => mine.find((one) => one.type === type)?.locales.includes(code))
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
      title={t('newEntry')}
      actions={
        <Button loading={create.isPending} onClick={() => { create.mutate() }}>
          {t('newEntry.submit')}
        </Button>
      }
    >
      <Stack gap="md">
        <NativeSelect
          label={t('newEntry.type')}
          data-autofocus
          value={type}
          onChange={(e) => { setType(e.currentTarget.value) }}
          data={offered.map((x) => ({ value: x.name, label: x.names[i18n.language]?.one ?? x.name }))}
        />
        <NativeSelect
          label={t('newEntry.source')}
          value={source}
          onChange={(e) => { setChosen(e.currentTarget.value) }}
          data={possible.map((code) => ({ value: code, label: languageName(code, i18n.language) }))}
        />
        <Refused error={create.error} words={(reason) => t('newEntry.refused', { reason })} />
      </Stack>
    </Dialog>
  )
}
