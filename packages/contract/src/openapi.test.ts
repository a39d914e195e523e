import { validate } from '@scalar/openapi-parser'
import { expect, test } from 'vitest'
import { endpoints } from './endpoints.ts'
import { openApi } from './openapi.ts'
import { PROBLEMS } from './problems.ts'

const document = openApi(endpoints, {
  version: '1.2.3',
  callersOf: (name) => (name === 'get-keys' ? ['public'] : ['driver']),
})
// What `openApi` made is plain JSON; a test looks into it as a reader of the document would.
const read = JSON.parse(JSON.stringify(document))

test('every endpoint stands in the document under its address and method', () => {
  for (const [name, { path, method, summary }] of Object.entries(endpoints)) {
    const operation = read.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    expect(operation, name).toMatchObject({
      operationId: name,
      description: expect.stringContaining(summary),
    })
  }
})

test('every parameter in an address is described and required', () => {
  for (const [path, methods] of Object.entries<Record<string, { parameters: { in: string; name: string }[] }>>(
    read.paths,
  )) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    for (const { parameters } of Object.values(methods)) {
      const told = parameters.filter((one) => one.in === 'path')
      expect(told.map(({ name }) => name).toSorted()).toEqual(named.toSorted())
      expect(told.every((one) => 'required' in one && one.required === true)).toBe(true)
    }
  }
})

test('every refusal that an endpoint declares is in its answers', () => {
  for (const { path, method, problems } of Object.values(endpoints)) {
    const { responses } = read.paths[path.replace(/:(\w+)/g, '{$1}')][method.toLowerCase()]
    for (const code of problems) expect(responses[PROBLEMS[code].status].description).toContain(`\`${code}\``)
  }
})

test('who may call an endpoint is said, and what anybody may call asks for nothing', () => {
  expect(read.paths['/v1/devices'].get).toMatchObject({
    summary: 'List devices',
    description: expect.stringMatching(/For: driver\.$/),
  })
  expect(read.paths['/v1/keys'].get).toMatchObject({
    description: expect.stringContaining('Anybody may call this.'),
    security: [{}],
  })
})

test('a request that changes a case wants its key', () => {
  const { parameters } = read.paths['/v1/cases/{caseId}/facts'].post
  expect(parameters).toContainEqual(expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: true }))
})

test('the document is a valid OpenAPI document', async () => {
  expect(await validate(structuredClone(read))).toMatchObject({ valid: true, errors: [] })
})
