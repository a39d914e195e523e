import { Component, type ErrorInfo, type ReactNode } from 'react'
import { Panel } from './Panel.tsx'

type Props = { readonly children: ReactNode }
type State = { readonly failure: Error | null }

/** What a person sees when our own code fails: that it was us, that nothing is lost, and what to do. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failure: null }

  static getDerivedStateFromError(failure: Error): State {
    return { failure }
  }

  override componentDidCatch(failure: Error, { componentStack }: ErrorInfo): void {
    console.error('A page failed.', failure, componentStack)
  }

  override render(): ReactNode {
    const { failure } = this.state
    if (failure === null) return this.props.children
    return (
      <main style={{ maxWidth: '40rem', margin: '12vh auto', padding: '0 1rem' }}>
        <Panel tone="urgent" title="This page has failed" level={1} role="alert">
          <p>The mistake is ours. The car, its log and your records do not depend on this page; nothing is lost.</p>
          <p>
            <a href={window.location.href}>Load the page again</a> or <a href="/">go to the start page</a>. If it
            happens again, tell us these words: <code>{failure.message}</code>
          </p>
        </Panel>
      </main>
    )
  }
}
