import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, api } from '@/api/client'
import { keys } from '@/api/keys'
import type { AuditFilters } from '@/lib/filters'

export const meQuery = queryOptions({ queryKey: keys.me, queryFn: () => answer(api.GET('/api/desk/me')) })

export const tokensQuery = queryOptions({
  queryKey: keys.tokens,
  queryFn: () => answer(api.GET('/api/desk/tokens')).then((list) => list.data),
})

/** The roles and what each of them allows. */
export const rolesQuery = queryOptions({
  queryKey: keys.roles,
  queryFn: () => answer(api.GET('/api/desk/roles')).then((list) => list.rights),
  staleTime: Infinity,
})

export const peopleQuery = queryOptions({
  queryKey: keys.people,
  queryFn: () => answer(api.GET('/api/desk/people')).then((list) => list.data),
})

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: keys.person(id),
    queryFn: () => answer(api.GET('/api/desk/people/{id}', { params: { path: { id } } })),
  })

export const auditQuery = (filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: [...keys.audit, filters] as const,
    queryFn: ({ pageParam }) =>
      answer(api.GET('/api/desk/audit', { params: { query: { ...filters, size: 50, ...(pageParam ? { after: pageParam } : {}) } } })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  })
