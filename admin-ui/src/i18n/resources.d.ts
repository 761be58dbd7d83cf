import 'i18next'

// One line for each feature: the compiler then knows every key.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: {
      common: typeof import('./en/common.json')
      auth: typeof import('./en/auth.json')
      desk: typeof import('./en/desk.json')
      editor: typeof import('./en/editor.json')
      checks: typeof import('./en/checks.json')
      comments: typeof import('./en/comments.json')
      review: typeof import('./en/review.json')
      verbs: typeof import('./en/verbs.json')
      translate: typeof import('./en/translate.json')
      work: typeof import('./en/work.json')
      entries: typeof import('./en/entries.json')
      settings: typeof import('./en/settings.json')
      problems: typeof import('./en/problems.json')
      terms: typeof import('./en/terms.json')
    }
  }
}
