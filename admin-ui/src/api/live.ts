// What happens at the desk, as server-sent events: one stream for each tab.

/** A document was saved, or a verb was done to it. */
export interface DocumentNews {
  entry: string
  locale: string
  version: number
  state: string
  revision?: string
  verb: string
  /** The person, by id and name; left out where nobody is known. */
  by?: string
  name?: string
  at: string
}

/** A comment was written, changed or settled. */
export interface CommentNews {
  entry: string
  locale: string
  thread: string
  comment: string
  at?: string
  kind: string
  by: string
  resolved: boolean
}

/** Somebody has a document open. */
export interface Present {
  user: string
  name: string
  entry: string
  locale: string
  /** Field path or segment key. */
  at?: string
}

export interface News {
  document: DocumentNews
  comment: CommentNews
  /** The queues of these languages moved. */
  queue: { locales: string[] }
  /** Everybody who is there now, whom this person may see. */
  presence: { people: Present[] }
  /** News were lost: whatever is on the screen may be old. */
  resync: Record<string, never>
}

export type NewsKind = keyof News

/** What of an EventSource is needed here; tests bring their own. */
export interface Source {
  addEventListener: (kind: string, listener: (event: { data?: unknown }) => void) => void
  close: () => void
}

export interface Live {
  /** Listens until the function that it gives is called. */
  on: <K extends NewsKind>(kind: K, handler: (news: News[K]) => void) => () => void
  /** Who is there, as far as it is known. */
  people: () => readonly Present[]
  /** Lets go of the connection, such as while nobody looks at the tab. */
  pause: () => void
  /** Connects, again or for the first time. */
  resume: () => void
}

const kinds: readonly NewsKind[] = ['document', 'comment', 'queue', 'presence', 'resync']
const shortest = 1000
const longest = 60_000

/** How long to wait before the next attempt: longer each time, and not the same in all tabs. */
export function waitBefore(attempt: number, random: number): number {
  return Math.round(Math.min(longest, shortest * 2 ** attempt) * (0.5 + random / 2))
}

const openStream = (): Source => new EventSource('/api/desk/events', { withCredentials: true })

/**
 * The news of this tab. It connects on resume(); a stream that ends is opened
 * again after a pause that grows. What may have happened in between is told as
 * resync.
 */
export function newLive(open: () => Source = openStream, random: () => number = Math.random): Live {
  const handlers = new Map<NewsKind, Set<(news: never) => void>>()
  let source: Source | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let heardBefore = false
  let here: readonly Present[] = []

  const tell = <K extends NewsKind>(kind: K, news: News[K]) => {
    if (kind === 'presence') here = (news as News['presence']).people
    for (const handler of [...(handlers.get(kind) ?? [])]) (handler as (news: News[K]) => void)(news)
  }
  const drop = () => {
    clearTimeout(timer)
    timer = undefined
    source?.close()
    source = null
  }
  const connect = () => {
    drop()
    const stream = open()
    source = stream
    stream.addEventListener('open', () => {
      attempt = 0
      if (heardBefore) tell('resync', {})
      heardBefore = true
    })
    // An EventSource tries again by itself, but at once, in step with all others, and never after a refusal.
    stream.addEventListener('error', () => {
      if (source !== stream) return
      drop()
      timer = setTimeout(connect, waitBefore(attempt, random()))
      attempt += 1
    })
    for (const kind of kinds) {
      stream.addEventListener(kind, (event) => {
        const news = parsed(event.data)
        if (news) tell(kind, news as News[typeof kind])
      })
    }
  }
  return {
    on: (kind, handler) => {
      const all = handlers.get(kind) ?? new Set()
      handlers.set(kind, all.add(handler as (news: never) => void))
      return () => {
        all.delete(handler as (news: never) => void)
      }
    },
    people: () => here,
    pause: drop,
    resume: () => {
      if (!source && timer === undefined) connect()
    },
  }
}

/** What cannot be read is passed over: a newer server may say more. */
function parsed(data: unknown): object | null {
  try {
    const news: unknown = JSON.parse(String(data))
    return typeof news === 'object' ? news : null
  } catch {
    return null
  }
}
