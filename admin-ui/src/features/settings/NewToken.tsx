import { Button, Checkbox, NativeSelect, Radio, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api, type Schemas } from '@/api/client'
import { localesQuery, typesQuery } from '@/api/queries'
import { day, languageName } from '@/lib/format'
import { Dialog } from '@/ui/Dialog'
import { tokensQuery } from './queries'
import { Refused } from '@/ui/Refused'
import { ShownOnce } from './ShownOnce'
import classes from './settings.module.css'

const lifetimes = [7, 30, 90, 180, 366]

/** Makes a token for oneself, and shows its secret this once. */
export function NewToken({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation('settings')
  const { session } = useRouteContext({ from: '/shell' })
  const client = useQueryClient()
  const locales = useQuery(localesQuery)
  const types = useQuery(typesQuery)
  const [name, setName] = useState('')
  const [access, setAccess] = useState('read')
  const [type, setType] = useState('*')
  const [languages, setLanguages] = useState<string[]>([])
  const [days, setDays] = useState(90)
  const [manage, setManage] = useState(false)
  const create = useMutation({
    mutationFn: () => {
      const scopes: Schemas['Scopes'] = { access, types: [type], locales: access === 'write' ? languages : ['*'], ...(manage ? { manage } : {}) }
      return answer(api.POST('/api/desk/tokens', { body: { name, scopes, days } }))
    },
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  })
  if (create.data) {
    return (
      <Dialog opened onClose={onClose} title={t('tokens.madeTitle', { name: create.data.name })}>
        <ShownOnce label={t('tokens.secret')} value={create.data.secret} note={t('tokens.once', { day: day(create.data.expires_at, i18n.language) })} />
        <Button mt="lg" variant="default" onClick={onClose}>{t('done')}</Button>
      </Dialog>
    )
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('tokens.new')}
      actions={<Button loading={create.isPending} disabled={name.trim() === '' || (access === 'write' && languages.length === 0)} onClick={() => { create.mutate() }}>{t('tokens.make')}</Button>}
    >
      <div className={classes.form}>
        <TextInput data-autofocus label={t('tokens.name')} description={t('tokens.nameHelp')} value={name} maxLength={100} onChange={(e) => { setName(e.currentTarget.value) }} />
        <Radio.Group label={t('tokens.access')} value={access} onChange={setAccess}>
          <div className={classes.choices}>
            <Radio value="read" label={t('tokens.read')} />
            <Radio value="write" label={t('tokens.write')} description={t('tokens.ceiling')} />
          </div>
        </Radio.Group>
        {access === 'write' ? (
          <Checkbox.Group label={t('tokens.languages')} value={languages} onChange={setLanguages}>
            <div className={classes.boxes}>
              <Checkbox value="*" label={t('tokens.allLanguages')} />
              {[...(locales.data?.map((l) => l.code) ?? []), 'und'].map((code) => (
                <Checkbox key={code} value={code} disabled={languages.includes('*')} label={languageName(code, i18n.language, t('rights.sharedPart'))} />
              ))}
            </div>
          </Checkbox.Group>
        ) : null}
        <NativeSelect
          label={t('tokens.types')}
          value={type}
          onChange={(e) => { setType(e.currentTarget.value) }}
          data={[{ value: '*', label: t('tokens.allTypes') }, ...(types.data ?? []).map((one) => ({ value: one.name, label: one.names[i18n.language]?.other ?? one.name }))]}
        />
        <NativeSelect
          label={t('tokens.lifetime')}
          value={String(days)}
          onChange={(e) => { setDays(Number(e.currentTarget.value)) }}
          data={lifetimes.map((n) => ({ value: String(n), label: t('days', { count: n }) }))}
        />
        {session.manage ? <Checkbox label={t('tokens.manage')} checked={manage} onChange={(e) => { setManage(e.currentTarget.checked) }} /> : null}
        <Refused error={create.error} />
      </div>
    </Dialog>
  )
}
