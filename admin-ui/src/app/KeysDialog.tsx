import { useTranslation } from 'react-i18next'
import { actions, labelOf, scopeOf, scopes, written } from '@/lib/keymap'
import { Dialog } from '@/ui/Dialog'
import { useKeyMap } from '@/ui/keys'
import classes from './KeysDialog.module.css'

/** Every key there is, by where it works. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { map, platform } = useKeyMap()
  const label = (action: (typeof actions)[number]) => {
    const { name, n } = labelOf(action)
    return t(`key.${name}` as 'key.match', { n: n ?? 0 })
  }
  return (
    <Dialog opened onClose={onClose} title={t('keys.title')} size={720}>
      <p className={classes.note}>{t('keys.leader', { leader: written('Mod+.', platform) })}</p>
      <div className={classes.groups}>
        {scopes.map((scope) => (
          <section key={scope}>
            <h3>{t(`keys.group.${scope}`)}</h3>
            <dl>
              {actions
                .filter((a) => scopeOf(a) === scope)
                .map((a) => (
                  <div key={a}>
                    <dt>{label(a)}</dt>
                    <dd>
                      <kbd>{written(map[a], platform)}</kbd>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={classes.note}>{t('keys.help')}</p>
    </Dialog>
  )
}
