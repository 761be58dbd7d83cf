import 'i18next'

// One line for each feature: the compiler then knows every key.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: {
      common: typeof import('./en/common.json')
      auth: typeof import('./en/auth.json')
      desk: typeof import('./en/desk.json')
      entries: typeof import('./en/entries.json')
      editor: typeof import('./en/editor.json')
      verbs: typeof import('./en/verbs.json')
      translate: typeof import('./en/translate.json')
    }
  }
}
