import { jurisdictionOf } from '@keyturn/contract/jurisdiction.ts'
import type { StatementOf } from '@keyturn/evidence/statement/statement.ts'
import type { ReactNode } from 'react'
import type { Public } from '../../relief/standing.ts'
import { dueWords, functionWords, howFar, whomWords } from '../../relief/words.ts'
import { Moment } from '../../ui/Moment.tsx'
import style from './Orders.module.css'

/** What an order or an outage says: whom, which dates, how far, by which law, since when. Times in its own zone. */
export function PublicFacts({ of }: { readonly of: Public }): ReactNode {
  const place = jurisdictionOf(of.scope.jurisdiction)
  const zone = place?.timeZone ?? 'UTC'
  return (
    <dl className={style['facts']}>
      <Fact name="Whom">{whomWords(of.scope, place?.name ?? of.scope.jurisdiction)}</Fact>
      {of.kind === 'order' ? <OrderFacts of={of} /> : <OutageFacts of={of} zone={zone} />}
      {of.cites.length === 0 ? null : <Fact name="By which law">{of.cites.join('; ')}</Fact>}
      <Fact name="Counts">
        from <Moment at={of.notBefore} zone={zone} /> to <Moment at={of.expiresAt} zone={zone} />
      </Fact>
      <Fact name="Signed">
        <Moment at={of.issuedAt} zone={zone} /> by {of.issuer}, as {of.id}
      </Fact>
    </dl>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

const OrderFacts = ({ of }: { readonly of: StatementOf<'order'> }): ReactNode => (
  <>
    {of.moves.kind === 'ended' ? null : (
      <Fact name="Which dates">
        {functionWords(of.scope)}, {dueWords(of)}
      </Fact>
    )}
    <Fact name="How far">{howFar(of)}</Fact>
    <Fact name="Why">{of.reason}</Fact>
  </>
)

const OutageFacts = ({ of, zone }: { readonly of: StatementOf<'outage'>; readonly zone: string }): ReactNode => (
  <>
    <Fact name="Since">
      <Moment at={of.from} zone={zone} />
      {of.until === null ? ', and it goes on' : ' until '}
      {of.until === null ? null : <Moment at={of.until} zone={zone} />}
    </Fact>
    <Fact name="What">{of.account}</Fact>
  </>
)
