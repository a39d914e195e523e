/** The contract as an OpenAPI 3.1 document: made from the endpoints, so it cannot say anything else than they do. */
import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { COMMON_PROBLEMS, PROBLEMS, ProblemBody, type ProblemCode } from './problems.ts'

/** Plain JSON. */
export type OpenApiDocument = { readonly openapi: '3.1.0'; readonly [part: string]: unknown }

export type OpenApiOptions = {
  /** The version of the program that answers. */
  readonly version: string
  /** Who may call an endpoint: roles and scopes, as the server's table of access has them. */
  readonly callersOf: (endpoint: string) => readonly string[]
}

type Endpoints = Readonly<Record<string, Endpoint>>
type Json = { readonly [name: string]: unknown }

/** The whole document; the same endpoints give the same document. */
export function openApi(endpoints: Endpoints, options: OpenApiOptions): OpenApiDocument {
  const paths: Record<string, Record<string, Json>> = {}
  for (const [name, told] of Object.entries(endpoints)) {
    const path = told.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [told.method.toLowerCase()]: operation(name, told, options.callersOf(name)) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Keyturn',
      version: options.version,
      description:
        'Ignition interlock: devices, their logs, cases and what the law says about them. Moments are UTC. Refusals are `application/problem+json` (RFC 9457); their codes never change their meaning.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: [...new Set(Object.values(endpoints).map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: schemaOf(ProblemBody, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A program’s token with scopes, or the operator’s.' },
        session: { type: 'apiKey', in: 'cookie', name: 'keyturn.session_token', description: 'A person signed in.' },
      },
    },
  }
}

/** The part of the address that names what it is about: `/v1/cases/…` is about cases. */
const tagOf = ({ path }: Endpoint): string => path.split('/')[2] ?? 'other'

function operation(name: string, told: Endpoint, callers: readonly string[]): Json {
  const isPublic = callers.includes('public')
  return {
    operationId: name,
    tags: [tagOf(told)],
    summary: titleOf(name),
    description: `${told.summary}\n\n${isPublic ? 'Anybody may call this.' : `For: ${callers.join(', ')}.`}`,
    security: isPublic ? [{}] : [{ token: [] }, { session: [] }],
    parameters: [...parameters(told.params, 'path'), ...parameters(told.query, 'query'), ...keys(told)],
    ...bodyOf(told),
    responses: { 200: { description: 'Done.', content: replyOf(told) }, ...problemsOf(told) },
  }
}

/** `list-devices` is `List devices`. */
const titleOf = (name: string): string => {
  const words = name.replaceAll('-', ' ')
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}

function parameters(schema: z.ZodType, where: 'path' | 'query'): readonly Json[] {
  const { properties, required } = schemaOf(schema, 'input')
  if (typeof properties !== 'object' || properties === null) return []
  const needed = Array.isArray(required) ? required : []
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: where,
    required: where === 'path' || needed.includes(name),
    schema: one,
  }))
}

/** Headers of requests that change a case. */
function keys({ keyed }: Endpoint): readonly Json[] {
  if (keyed !== true) return []
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description: 'Made by the caller for this one request. Sent again with the same key, it changes nothing more.',
      schema: { type: 'string', minLength: 8, maxLength: 100 },
    },
    {
      name: 'If-Match',
      in: 'header',
      required: false,
      description: 'The number of facts the caller knew, in quotes. Refused when the case has moved on.',
      schema: { type: 'string', examples: ['"12"'] },
    },
  ]
}

function bodyOf({ body }: Endpoint): Json {
  switch (body.kind) {
    case 'none':
      return {}
    case 'json':
      return {
        requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body.schema, 'input') } } },
      }
    case 'log':
      return { requestBody: { required: true, content: binary(['application/octet-stream']) } }
    case 'bytes':
      return { requestBody: { required: true, content: binary(body.mediaTypes) } }
  }
}

function replyOf({ reply }: Endpoint): Json {
  switch (reply.kind) {
    case 'json':
      return { 'application/json': { schema: schemaOf(reply.schema, 'output') } }
    case 'text':
      return { 'text/plain': { schema: { type: 'string' } } }
    case 'log':
    case 'bytes':
      return binary(['application/octet-stream'])
  }
}

const binary = (mediaTypes: readonly string[]): Json =>
  Object.fromEntries(mediaTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]))

/** One answer for each status, with the codes that it may carry. */
function problemsOf({ problems }: Endpoint): Json {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of new Set<ProblemCode>([...problems, ...COMMON_PROBLEMS])) {
    const { status } = PROBLEMS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  )
}

/** What cannot be said in JSON Schema (a type of our own) is left open. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...said } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' })
  return said
}
