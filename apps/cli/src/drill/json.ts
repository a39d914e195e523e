/** Looks into JSON that another process answered. */

/** The value at a path; undefined where there is none. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value
  for (const name of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined
  return found
}

/** @throws Error when there is no text at the path */
export function text(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path)
  if (typeof found === 'string') return found
  throw new Error(`no text at ${path.join('.')} of ${JSON.stringify(value).slice(0, 300)}`)
}

/** @throws Error when there is no list at the path */
export function list(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path)
  if (Array.isArray(found)) return found
  throw new Error(`no list at ${path.join('.')} of ${JSON.stringify(value).slice(0, 300)}`)
}

/** Asks a process of this machine: a question without a body, or with one. The answer is JSON, whatever its status. */
export async function ask(url: string, body?: object): Promise<{ readonly ok: boolean; readonly value: unknown }> {
  const request =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(url, request)
  return { ok: response.ok, value: await response.json() }
}

/** The same, where only a good answer will do. @throws Error with the answer's own words */
export async function asked(url: string, body?: object): Promise<unknown> {
  const { ok, value } = await ask(url, body)
  if (!ok) throw new Error(`${url} ${JSON.stringify(body)?.slice(0, 200) ?? ''}: ${JSON.stringify(value)}`)
  return value
}
