import { answer, api, placeOf } from '@/api/client'
import { isProblem, Offline } from '@/api/problem'
import { inChunks, type Job, type Result, type Target } from '@/lib/bulk'
import { reasonOf } from '../reason'

/** So many go in one request, so that somebody who waits sees that it goes on. */
const piece = 25

type Verb = 'assign' | 'due' | 'take' | 'hand_over' | 'submit'

function bodyOf(job: Job) {
  switch (job.verb) {
    case 'assign':
      return job.assignee ? { assignee: job.assignee } : {}
    case 'hand_over':
      return { ...(job.assignee ? { assignee: job.assignee } : {}), ...(job.comment ? { comment: job.comment } : {}) }
    case 'due':
      return job.due ? { due_at: job.due } : {}
    case 'submit':
      return { ...(job.comment ? { comment: job.comment } : {}), ...(job.minor ? { minor: true } : {}) }
    default:
      return {}
  }
}

/** What is not there may come back, and what the server could not do now it may do later; a refusal is final. */
function refused(target: Target, error: unknown): Result {
  if (isProblem(error) && error.status < 500 && error.status !== 429) return { ...target, outcome: 'skipped', code: error.code, message: reasonOf(error) }
  const code = error instanceof Offline ? 'offline' : isProblem(error) ? error.code : 'broken'
  return { ...target, outcome: 'failed', code, message: reasonOf(error) }
}

async function together(job: Job & { verb: Verb }, targets: readonly Target[]): Promise<Result[]> {
  try {
    const documents = targets.map(({ entry, locale, revision }) => ({ entry, locale, ...(revision && job.verb === 'submit' ? { revision } : {}) }))
    const { results } = await answer(api.POST('/api/desk/bulk/{verb}', { params: { path: { verb: job.verb } }, body: { documents, ...bodyOf(job) } }))
    return targets.map((target, i) => {
      const found = results[i]
      if (!found) return { ...target, outcome: 'failed', code: 'broken' }
      const { outcome, code, message } = found
      return { ...target, outcome: outcome as Result['outcome'], ...(code ? { code } : {}), ...(message ? { message } : {}) }
    })
  } catch (error) {
    return targets.map((target) => refused(target, error))
  }
}

async function alone(job: Job, target: Target): Promise<Result> {
  const path = placeOf(target.entry, target.locale)
  try {
    if (job.verb === 'snooze') await answer(api.PUT('/api/desk/entries/{id}/documents/{locale}/snooze', { params: { path }, body: job.until ? { until: job.until } : {} }))
    else await answer(api.POST('/api/desk/entries/{id}/documents/{locale}/{verb}', { params: { path: { ...path, verb: 'withdraw' } }, body: {} }))
    return { ...target, outcome: 'done' }
  } catch (error) {
    return refused(target, error)
  }
}

/** Does a job to each of the targets, and says what became of each. What is refused to one does not stop the others. */
export async function run(job: Job, targets: readonly Target[], onProgress?: (results: readonly Result[]) => void, signal?: AbortSignal): Promise<Result[]> {
  const results: Result[] = []
  const single = job.verb === 'snooze' || job.verb === 'withdraw'
  for (const part of inChunks(targets, single ? 1 : piece)) {
    if (signal?.aborted) {
      results.push(...part.map((target): Result => ({ ...target, outcome: 'skipped', code: 'stopped' })))
      continue
    }
    if (single) for (const target of part) results.push(await alone(job, target))
    else results.push(...(await together(job as Job & { verb: Verb }, part)))
    onProgress?.([...results])
  }
  return results
}
