/** The keys of everything the interface keeps of the server: [kind, id, locale]. */
export const keys = {
  session: ['session'] as const,
  locales: ['locales'] as const,
  types: ['types'] as const,
  colleagues: ['colleagues'] as const,
  me: ['me'] as const,
  entries: (filters?: object) => (filters ? (['entries', filters] as const) : (['entries'] as const)),
  entry: (id: string) => ['entry', id] as const,
  document: (id: string, locale: string) => ['document', id, locale] as const,
  segments: (id: string, locale: string) => ['segments', id, locale] as const,
  revisions: (id: string, locale: string) => ['revisions', id, locale] as const,
  history: (id: string, locale: string) => ['history', id, locale] as const,
  queue: (locale: string, filters?: object) => (filters ? (['queue', locale, filters] as const) : (['queue', locale] as const)),
}
