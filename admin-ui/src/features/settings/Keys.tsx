import { Button } from '@mantine/core'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { actions, collisions, combinationOf, defaultKeys, labelOf, scopeOf, scopes, written, type Action } from '@/lib/keymap'
import { useAnnounce } from '@/ui/announce'
import { useKeyMap } from '@/ui/keys'
import { resetOwnKeys, setOwnKey } from '@/ui/ownKeys'
import { useSettings } from '@/ui/useSettings'
import { Card } from './Page'
import classes from './settings.module.css'

function useLabel() {
  const { t } = useTranslation()
  return (action: Action) => {
    const { name, n } = labelOf(action)
    return t(`key.${name}` as 'key.match', { n: n ?? 0 })
  }
}

/** Every key, each to be changed; two actions with one key are said at both. */
export function Keys() {
  const { t } = useTranslation(['settings', 'common'])
  const { map, platform } = useKeyMap()
  const save = useSettings()
  const label = useLabel()
  const clashes = collisions(map, platform)
  const others = (action: Action) => clashes.filter((pair) => pair.includes(action)).map(([a, b]) => (a === action ? b : a))
  const changed = actions.some((action) => map[action] !== defaultKeys[action])
  return (
    <Card title={t('keys.title')} note={t('keys.note', { leader: written('Mod+.', platform) })}>
      {clashes.length > 0 ? (
        <p role="status" className={classes.warning}>
          {t('keys.clashes', { count: clashes.length })}
        </p>
      ) : null}
      {scopes.map((scope) => (
        <details key={scope} className={classes.keys} open={scope === 'everywhere' || clashes.some((pair) => pair.some((a) => scopeOf(a) === scope))}>
          <summary>{t(`common:keys.group.${scope}`)}</summary>
          <ul>
            {actions.filter((a) => scopeOf(a) === scope).map((action) => (
              <KeyRow key={action} action={action} clashes={others(action).map(label)} />
            ))}
          </ul>
        </details>
      ))}
      {changed ? <Button variant="default" mt="md" onClick={() => { save({ keys: resetOwnKeys() }) }}>{t('keys.resetAll')}</Button> : null}
    </Card>
  )
}

function KeyRow({ action, clashes }: { action: Action; clashes: string[] }) {
  const { t, i18n } = useTranslation('settings')
  const { map, platform } = useKeyMap()
  const label = useLabel()(action)
  const announce = useAnnounce()
  const save = useSettings()
  const [listening, setListening] = useState(false)
  const hear = (event: KeyboardEvent) => {
    if (!listening || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') {
      setListening(false)
      return
    }
    const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event
    const chosen = combinationOf({ key, code, ctrlKey, metaKey, altKey, shiftKey, altGraph: event.getModifierState('AltGraph') }, platform)
    if (!chosen) return
    save({ keys: setOwnKey(action, chosen) })
    setListening(false)
    announce(t('keys.changed', { action: label, key: written(chosen, platform) }))
  }
  const clash = new Intl.ListFormat(i18n.language).format(clashes)
  return (
    <li data-clash={clashes.length > 0 || undefined}>
      <span>
        {label}
        {clashes.length > 0 ? <em>{t('keys.clash', { others: clash })}</em> : null}
      </span>
      <button
        type="button"
        className={classes.key}
        data-listening={listening || undefined}
        aria-label={listening ? t('keys.press') : t('keys.change', { action: label, key: written(map[action], platform) })}
        onClick={() => { setListening(true) }}
        onBlur={() => { setListening(false) }}
        onKeyDown={hear}
      >
        {listening ? t('keys.press') : <kbd>{written(map[action], platform)}</kbd>}
      </button>
      {map[action] === defaultKeys[action] ? null : (
        <button type="button" className={classes.textButton} aria-label={t('keys.resetOne', { action: label })} onClick={() => { save({ keys: setOwnKey(action, null) }) }}>
          {t('keys.reset')}
        </button>
      )}
    </li>
  )
}
