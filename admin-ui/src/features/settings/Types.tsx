import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { typesQuery } from '@/api/queries'
import { ErrorState, Loading } from '@/ui/status'
import { flat, type Placed } from './fields'
import { Page } from './Page'
import classes from './settings.module.css'

/** The content types as they are configured, to read. */
export function Types() {
  const { t } = useTranslation('settings')
  const types = useQuery(typesQuery)
  return (
    <Page title={t('types.title')}>
      <p className={classes.lead}>{t('types.note')}</p>
      {types.error ? (
        <ErrorState error={types.error} retry={() => void types.refetch()} />
      ) : types.data ? (
        types.data.map((type) => <Type key={type.name} type={type} />)
      ) : (
        <Loading lines={9} height={52} />
      )}
    </Page>
  )
}

function Type({ type }: { type: Schemas['Type'] }) {
  const { t, i18n } = useTranslation('settings')
  const name = type.names[i18n.language]?.other ?? type.name
  return (
    <details className={classes.fold}>
      <summary>
        <h2>{name}</h2>
        <span>{t('types.fields', { count: type.fields.length })}</span>
        <span>{t('types.version', { version: type.version.slice(0, 8) })}</span>
      </summary>
      <dl className={classes.facts}>
        <div><dt>{t('types.name')}</dt><dd><code>{type.name}</code></dd></div>
        <div><dt>{t('types.path')}</dt><dd><code>/api/v1/{type.path}</code></dd></div>
        <div><dt>{t('types.fullVersion')}</dt><dd><code className={classes.break}>{type.version}</code></dd></div>
      </dl>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('types.fieldsOf', { name })}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('types.field')}</th>
              <th scope="col">{t('types.kind')}</th>
              <th scope="col" className={classes.centre}>{t('types.localized')}</th>
              <th scope="col" className={classes.centre}>{t('types.required')}</th>
              <th scope="col">{t('types.limits')}</th>
            </tr>
          </thead>
          <tbody>{flat(type.fields).map((placed) => <Field key={placed.path} {...placed} />)}</tbody>
        </table>
      </div>
    </details>
  )
}

function Field({ field, path, depth }: Placed) {
  const { t, i18n } = useTranslation('settings')
  const types = useQuery(typesQuery)
  const target = field.target ? (types.data?.find((one) => one.name === field.target)?.names[i18n.language]?.other ?? field.target) : ''
  const limits = [
    ...(field.max ? [t(field.kind === 'text' || field.kind === 'richtext' ? 'types.maxCharacters' : 'types.maxItems', { count: field.max })] : []),
    ...(field.many ? [t('types.many')] : []),
    ...(target ? [t('types.target', { target })] : []),
    ...(field.options ? [t('types.options', { count: field.options.length })] : []),
    ...(field.kinds ? [t('types.kinds', { count: field.kinds.length })] : []),
    ...(field.rules ? [field.rules] : []),
  ]
  const mark = (yes: boolean | undefined) => (yes ? <IconCheck size={18} role="img" aria-label={t('yes')} /> : <span className="hidden">{t('no')}</span>)
  return (
    <tr>
      <th scope="row" style={{ paddingLeft: 12 + depth * 20 }}>
        {field.labels[i18n.language] ?? field.name} <code>{path}</code>
      </th>
      <td>{t(`kind.${field.kind as 'text'}`, { defaultValue: field.kind })}</td>
      <td className={classes.centre}>{mark(field.localized)}</td>
      <td className={classes.centre}>{mark(field.required)}</td>
      <td>{limits.join(', ')}</td>
    </tr>
  )
}
