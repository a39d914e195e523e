/** A signal that aborts after the span, and the way to keep it from doing so. */
export function patience(ms: number): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), ms)
  return { signal: controller.signal, end: () => clearTimeout(timer) }
}
