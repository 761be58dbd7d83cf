import { Checkbox, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { colleaguesQuery } from '@/api/queries'
import type { Job } from '@/lib/bulk'
import { dayField, endOf, morningOf, presets, startOf, type Preset } from '@/lib/dates'
import { languageName, list } from '@/lib/format'

/** What somebody filled in, whatever the verb needs of it. */
export interface Filled {
  person: string
  day: string
  until: Preset | 'day'
  note: string
  minor: boolean
}

export const unfilled: Filled = { person: '', day: '', until: 'tomorrow', note: '', minor: false }

/** The job that the fields make, or null while something is missing. */
export function jobOf(verb: Job['verb'], filled: Filled): Job | null {
  const comment = filled.note.trim() ? { comment: filled.note.trim() } : {}
  switch (verb) {
    case 'assign':
      return { verb, assignee: filled.person }
    case 'hand_over':
      return { verb, assignee: filled.person, ...comment }
    case 'due':
      return { verb, due: filled.day ? endOf(filled.day) : null }
    case 'submit':
      return { verb, minor: filled.minor, ...comment }
    case 'snooze': {
      const until = filled.until === 'day' ? startOf(filled.day) : morningOf(filled.until)
      return until && Date.parse(until) > Date.now() ? { verb, until } : null
    }
    default:
      return { verb }
  }
}

interface Props {
  verb: Job['verb']
  locales: readonly string[]
  filled: Filled
  onChange: (part: Partial<Filled>) => void
}

/** The fields of a verb. */
export function Fields({ verb, locales, filled, onChange }: Props) {
  const { t } = useTranslation('work')
  const note = (label: string) => (
    <Textarea label={label} value={filled.note} autosize minRows={2} maxLength={5000} onChange={(e) => { onChange({ note: e.currentTarget.value }) }} />
  )
  if (verb === 'assign' || verb === 'hand_over') {
    return (
      <Stack>
        <PersonSelect locales={locales} value={filled.person} onChange={(person) => { onChange({ person }) }} />
        {verb === 'hand_over' ? note(t('note')) : null}
      </Stack>
    )
  }
  if (verb === 'due') return <DayInput label={t('due')} description={t('due.none')} value={filled.day} onChange={(day) => { onChange({ day }) }} />
  if (verb === 'snooze') return <Until filled={filled} onChange={onChange} />
  return (
    <Stack>
      {note(t('comment'))}
      <Checkbox checked={filled.minor} label={t('minor')} description={t('minor.help')} onChange={(e) => { onChange({ minor: e.currentTarget.checked }) }} />
    </Stack>
  )
}

function DayInput({ label, description, value, onChange }: { label: string; description?: string; value: string; onChange: (day: string) => void }) {
  return (
    <TextInput type="date" label={label} description={description} min={dayField(new Date())} value={value} data-autofocus onChange={(e) => { onChange(e.currentTarget.value) }} />
  )
}

function Until({ filled, onChange }: Pick<Props, 'filled' | 'onChange'>) {
  const { t, i18n } = useTranslation('work')
  const when = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' })
  return (
    <Stack>
      <Radio.Group label={t('until')} description={t('until.help')} value={filled.until} onChange={(until) => { onChange({ until: until as Preset | 'day' }) }}>
        <Stack gap="xs" mt="xs">
          {presets.map((preset, i) => (
            <Radio key={preset} value={preset} label={t(`until.${preset}`)} description={when.format(new Date(morningOf(preset)))} data-autofocus={i === 0 || undefined} />
          ))}
          <Radio value="day" label={t('until.day')} />
        </Stack>
      </Radio.Group>
      {filled.until === 'day' ? <DayInput label={t('until.date')} value={filled.day} onChange={(day) => { onChange({ day }) }} /> : null}
    </Stack>
  )
}

const working = new Set(['translator', 'researcher', 'reviewer', 'editor', 'admin'])

function worksIn(person: Schemas['Colleague'], locales: readonly string[]): boolean {
  return locales.every((locale) => person.grants.some((g) => working.has(g.role) && (g.locale === '*' || g.locale === locale)))
}

/** Those who work in all of the languages first. Whether somebody may is for the server to say. */
function PersonSelect({ locales, value, onChange }: { locales: readonly string[]; value: string; onChange: (id: string) => void }) {
  const { t, i18n } = useTranslation(['work', 'common'])
  const { data = [] } = useQuery(colleaguesQuery)
  const collator = new Intl.Collator(i18n.language)
  const sorted = data.toSorted((a, b) => collator.compare(a.name, b.name)).map((one) => ({ one, option: { value: one.id, label: one.name } }))
  const able = sorted.filter(({ one }) => worksIn(one, locales)).map((x) => x.option)
  const others = sorted.filter(({ one }) => !worksIn(one, locales)).map((x) => x.option)
  const names = list(locales.map((code) => languageName(code, i18n.language, t('common:state.sharedPart'))), i18n.language)
  return (
    <NativeSelect
      label={t('person')}
      data-autofocus
      value={value}
      onChange={(e) => { onChange(e.currentTarget.value) }}
      data={[
        { value: '', label: t('person.nobody') },
        ...(able.length > 0 ? [{ group: t('person.able', { languages: names }), items: able }] : []),
        ...(others.length > 0 ? [{ group: t('person.others'), items: others }] : []),
      ]}
    />
  )
}
