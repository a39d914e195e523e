/** A case, its facts, and what is known around it, asked for together and again after something was recorded. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { readCase, readFacts, readOrganizations } from '../../data/cases.ts'

const ASK_AGAIN_MS = 30_000

export function useCase(caseId: string) {
  const queries = useQueryClient()
  const view = useQuery({
    queryKey: ['case', caseId],
    queryFn: ({ signal }) => readCase(caseId, signal),
    enabled: caseId !== '',
    refetchInterval: ASK_AGAIN_MS,
  })
  const facts = useQuery({
    queryKey: ['facts', caseId],
    queryFn: ({ signal }) => readFacts(caseId, signal),
    enabled: view.isSuccess,
  })
  const organizations = useQuery({
    queryKey: ['organizations'],
    queryFn: ({ signal }) => readOrganizations(signal),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: view.isSuccess,
  })
  const lookAgain = async () => {
    await Promise.all(
      ['case', 'facts', 'papers', 'letters', 'reads', 'fees', 'notices', 'cases'].map((key) =>
        queries.invalidateQueries({ queryKey: [key] }),
      ),
    )
  }
  return { view, facts, organizations, lookAgain }
}
