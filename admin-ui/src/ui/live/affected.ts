import type { QueryKey } from '@tanstack/react-query'
import type { CommentNews, DocumentNews } from '@/api/live'
import { keys } from '@/api/keys'

/** What of the cache a piece of news makes old: asked for again where it is on the screen, or only when it is next. */
export interface Affected {
  now: QueryKey[]
  later: QueryKey[]
}

/**
 * A list in front of somebody's eyes is not changed under her hands: the Desk
 * and the matrix hear of the news themselves. A document that is held (under
 * the hands of this person) is left to its editor, too.
 */
export function ofDocument(news: DocumentNews, held: boolean, known: number | undefined): Affected {
  const { entry, locale } = news
  const later: QueryKey[] = [keys.home, keys.entries(), ['queue']]
  const now: QueryKey[] = []
  // What came back from one's own save is there already.
  if (known === undefined || known < news.version) {
    now.push(keys.entry(entry), keys.history(entry, locale), keys.revisions(entry, locale))
    if (!held) now.push(keys.document(entry, locale), keys.segments(entry, locale))
    else later.push(keys.document(entry, locale), keys.segments(entry, locale))
  }
  return { now, later }
}

export function ofComment(news: CommentNews): Affected {
  // A question about a text is shown in every language that follows it.
  return { now: [news.kind === 'question' ? keys.threads(news.entry) : keys.threads(news.entry, news.locale)], later: [keys.home] }
}
