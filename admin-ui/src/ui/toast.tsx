import { CloseButton } from '@mantine/core'
import { createContext, use, useCallback, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAnnounce } from './announce'
import classes from './toast.module.css'

export interface Toast {
  message: string
  kind?: 'done' | 'error'
  /** Such as Undo. The toast goes when it was pressed. */
  action?: { label: string; run: () => void }
}

const Context = createContext<(toast: Toast) => void>(() => undefined)

/** Shows a message that stays until it is dismissed. */
export function useToast(): (toast: Toast) => void {
  return use(Context)
}

const most = 4

export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const announce = useAnnounce()
  const [toasts, setToasts] = useState<(Toast & { id: string })[]>([])
  const show = useCallback(
    (toast: Toast) => {
      setToasts((now) => [...now, { ...toast, id: crypto.randomUUID() }].slice(-most))
      announce(toast.message)
    },
    [announce],
  )
  const dismiss = (id: string) => {
    setToasts((now) => now.filter((toast) => toast.id !== id))
  }
  return (
    <Context value={show}>
      {children}
      {toasts.length > 0 ? (
        <section className={classes.toasts} aria-label={t('toasts')} data-region>
          {toasts.map((toast) => (
            <div key={toast.id} className={classes.toast} data-kind={toast.kind ?? 'done'}>
              <span>{toast.message}</span>
              {toast.action ? (
                <button
                  type="button"
                  onClick={() => {
                    toast.action?.run()
                    dismiss(toast.id)
                  }}
                >
                  {toast.action.label}
                </button>
              ) : null}
              <CloseButton size={32} c="inherit" aria-label={t('dismiss')} onClick={() => { dismiss(toast.id) }} />
            </div>
          ))}
        </section>
      ) : null}
    </Context>
  )
}
