import { IconDots, IconKeyboard, IconSearch } from '@tabler/icons-react'
import { Link, Outlet, useLocation, useRouteContext } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AnnounceProvider } from '@/ui/announce'
import { Mark } from '@/ui/Glyph'
import { KeysProvider, useKey } from '@/ui/keys'
import { LiveProvider } from '@/ui/live/Live'
import { useOwnKeys, useSettingsOfPerson } from '@/ui/ownKeys'
import { Avatar } from '@/ui/Presence'
import { ToastProvider } from '@/ui/toast'
import { placesOf } from './rail'
import { nextRegion } from './regions'
import { SessionKeeper } from './SessionKeeper'
import classes from './Shell.module.css'

const Palette = lazy(() => import('./Palette').then((m) => ({ default: m.Palette })))
const AccountDialog = lazy(() => import('./AccountDialog').then((m) => ({ default: m.AccountDialog })))
const MoreSheet = lazy(() => import('./MoreSheet').then((m) => ({ default: m.MoreSheet })))
const KeysDialog = lazy(() => import('./KeysDialog').then((m) => ({ default: m.KeysDialog })))

/** The frame of every screen after sign-in. */
export function Shell() {
  const { session } = useRouteContext({ from: '/shell' })
  useSettingsOfPerson()
  return (
    <KeysProvider map={useOwnKeys()}>
      <AnnounceProvider>
        <ToastProvider>
          <SessionKeeper>
            <LiveProvider me={session.user.id}>
              <Frame />
            </LiveProvider>
          </SessionKeeper>
        </ToastProvider>
      </AnnounceProvider>
    </KeysProvider>
  )
}

type Overlay = 'palette' | 'keys' | 'more' | 'account' | null

function Frame() {
  const { t } = useTranslation()
  const { session } = useRouteContext({ from: '/shell' })
  const [overlay, setOverlay] = useState<Overlay>(null)
  const path = useLocation({ select: (l) => l.pathname })
  const close = () => {
    setOverlay(null)
  }
  useEffect(close, [path])
  useKey('everywhere.palette', () => { setOverlay('palette') })
  useKey('everywhere.keys', () => { setOverlay('keys') })
  useKey('everywhere.nextRegion', () => { nextRegion(1) })
  useKey('everywhere.previousRegion', () => { nextRegion(-1) })
  const places = placesOf(session)
  const item = (place: (typeof places)[number]) => (
    <Link key={place.to} to={place.to} className={classes.place} activeProps={{ 'aria-current': 'page' }}>
      <place.icon size={20} stroke={1.7} aria-hidden />
      <span>{t(place.name)}</span>
    </Link>
  )
  const buttons = (
    <>
      <button type="button" className={classes.place} onClick={() => { setOverlay('palette') }}>
        <IconSearch size={20} stroke={1.7} aria-hidden />
        <span>{t('nav.search')}</span>
      </button>
      <button type="button" className={classes.place} aria-haspopup="dialog" aria-label={t('nav.account', { name: session.user.name })} onClick={() => { setOverlay('account') }}>
        <Avatar person={session.user} />
      </button>
      <button type="button" className={classes.place} aria-label={t('nav.keysAndHelp')} onClick={() => { setOverlay('keys') }}>
        <IconKeyboard size={20} stroke={1.7} aria-hidden />
        <span aria-hidden>{t('nav.keys')}</span>
      </button>
    </>
  )
  return (
    <div className={classes.frame}>
      <a href="#content" className={classes.skip} onClick={() => document.querySelector<HTMLElement>('h1')?.focus()}>
        {t('nav.skip')}
      </a>
      <nav className={classes.rail} aria-label={t('nav.main')} data-region data-rail tabIndex={-1}>
        <span className={classes.mark}>
          <Mark label={t('product')} />
        </span>
        {places.map(item)}
        <span className={classes.space} />
        {buttons}
      </nav>
      <main className={classes.main} id="content">
        <Outlet />
      </main>
      <nav className={classes.bar} aria-label={t('nav.main')} data-region data-rail tabIndex={-1}>
        {places.filter((p) => p.phone).map(item)}
        <button type="button" className={classes.place} aria-haspopup="dialog" onClick={() => { setOverlay('more') }}>
          <IconDots size={20} stroke={1.7} aria-hidden />
          <span>{t('nav.more')}</span>
        </button>
      </nav>
      <Suspense>
        {overlay === 'palette' ? <Palette onClose={close} /> : null}
        {overlay === 'account' ? <AccountDialog session={session} onClose={close} /> : null}
        {overlay === 'more' ? (
          <MoreSheet onClose={close}>
            {places.filter((p) => !p.phone).map(item)}
            {buttons}
          </MoreSheet>
        ) : null}
        {overlay === 'keys' ? <KeysDialog onClose={close} /> : null}
      </Suspense>
    </div>
  )
}
