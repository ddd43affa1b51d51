import { type End, ok, type Scene, unknownAccount } from './friendships.ts'
import { type Rules, rules } from './operations.ts'
import { type App, freshApps } from './state.ts'
import { type Item, idOf, itemsOf, itemsTold, madeIn, type Verdict, wholeTold } from './told.ts'
import { ATTEMPTS, type Loss, type Request, type Told } from './words.ts'

/** An answer, and where the next page begins if there is one. */
export interface Answered {
  readonly told: Told
  readonly next?: number
}

const invalid: Told = { status: 400, code: 'INVALID_REQUEST', retryable: false }

/** The relationship chain of both apps, and what a gateway in front of it must answer. All in memory, all at once. */
export class Model {
  readonly apps: ReadonlyMap<string, App> = freshApps()
  readonly #cursors = new Map<string, { readonly scope: string; readonly position: number }>()

  /** Notes where a cursor that was answered leads. */
  keep(cursor: string, request: Request, position: number): void {
    this.#cursors.set(cursor, { scope: scopeOf(request), position })
  }

  /** @param now Unix seconds */
  answer(request: Request, now: number, loss?: Loss): Answered {
    const { operation, body } = request
    const row = rules[operation]!
    const position = this.#positionOf(request)
    if (position === undefined) return { told: invalid }
    const app = this.apps.get(body.app ?? 'default')
    if (!app) return { told: told(request, row, { status: 'failed', code: 'UNKNOWN_APP' }) }
    if (hasUndeclaredIntegers(app, request)) return { told: invalid }
    const owner = app.accounts.get(body.userId ?? '')!
    const scene = { app, owner, body, now }
    const { whyNot = unknownAccount } = row
    const why = row.isOfTheApp ? undefined : whyNot(owner)
    if (why)
      return {
        told: told(request, row, { status: 'failed', ...(row.isOfTwo ? { code: why } : missing('account', why)) }),
      }
    const code = row.refuses?.(scene)
    if (code) return { told: told(request, row, { status: 'failed', code }) }
    return deliver(request, row, scene, position, loss)
  }

  #positionOf(request: Request): number | undefined {
    const { cursor } = request.body
    if (cursor === undefined) return 0
    const kept = this.#cursors.get(cursor)
    return kept?.scope === scopeOf(request) ? kept.position : undefined
  }
}

const scopeOf = ({ operation, body }: Request) =>
  JSON.stringify([operation, body.app ?? 'default', body.userId, body.peerId])

const hasUndeclaredIntegers = ({ integerFields }: App, { body: { friends = [] } }: Request): boolean =>
  friends.some(({ custom = {} }) =>
    Object.entries(custom).some(([name, value]) => typeof value === 'number' && !integerFields.includes(name)),
  )

/** An item of a call, or the call itself where it has none, and what its attempts have proved so far. */
interface Unit {
  readonly item: Item | undefined
  verdict?: Verdict
  /** What was said of an attempt that may have taken effect: of the last such one. */
  doubt?: string
}

/** Carries a call out, as often as it is sent, and says what its last attempt proves. */
function deliver(request: Request, row: Rules, scene: Scene, position: number, loss?: Loss): Answered {
  const items = itemsOf(row, request.body)
  const units: Unit[] = (items ?? [undefined]).map((item) => ({ item }))
  let page: ReturnType<NonNullable<Rules['whole']>> = {}
  let open = units
  for (let count = 1; count <= ATTEMPTS && open.length > 0; count++) {
    const strike = loss && count <= loss.times ? loss : undefined
    if (!strike || strike.only || strike.after) page = row.whole?.(scene, position) ?? {}
    for (const unit of open) attempt(unit, row, scene, strike)
    open = units.filter(({ verdict, doubt }) => verdict?.mayPass && !(row.isOnce && doubt))
  }
  const verdicts = units.map((unit) => settle(unit, row, request.body.repeated === true))
  if (items) return { told: itemsTold(request, row, verdicts) }
  if (verdicts[0]?.status !== 'ok') return { told: wholeTold(request, row, verdicts[0]!) }
  return {
    told: { status: 200, outcome: 'ok', ...madeIn(row, request.body), ...page.answer },
    ...(page.next !== undefined && { next: page.next }),
  }
}

function attempt(unit: Unit, row: Rules, scene: Scene, strike: Loss | undefined): void {
  const isStruck = strike && (!strike.only || strike.only.includes(idOf(unit.item)))
  const end = isStruck && !strike.after ? ok : one(row, scene, unit.item)
  unit.verdict = isStruck ? { status: 'failed', code: strike.code, mayPass: true } : verdictOf(end)
  if (isStruck && strike.isUnknown) unit.doubt = strike.code
}

function one(row: Rules, scene: Scene, item: Unit['item']): End {
  if (item === undefined) return ok
  const { whyNot = unknownAccount } = row
  const why = whyNot(scene.app.accounts.get(idOf(item)))
  return why ? { end: why } : row.one!(scene, item as never)
}

/** A refusal's code, and whom it is about where an account is missing. */
const missing = (subject: 'account' | 'item', code: string) =>
  code === 'ACCOUNT_NOT_FOUND' ? { code, subject } : { code }

/** What Chat may say of an item, and not say again. */
const PASSING = ['UNEXPLAINED_FAILURE', 'UPSTREAM_MALFORMED']

const verdictOf = ({ end, adds }: End): Verdict =>
  end === 'ok' || end === 'pending'
    ? { status: end, ...(adds && { adds }) }
    : { status: 'failed', ...missing('item', end), ...(PASSING.includes(end) && { mayPass: true as const }) }

/**
 * After an attempt that may have taken effect, "done already" is good news, and what passes leaves all open. Of a message that goes again
 * for a second only, a refusal leaves open what became of the first attempt.
 */
function settle({ verdict, doubt }: Unit, { isRead, isSend, alreadyDone }: Rules, isRepeated: boolean): Verdict {
  if (verdict?.status !== 'failed' || isRead || !(doubt || isRepeated)) return verdict!
  if (verdict.code === alreadyDone) return { status: 'ok' }
  if (verdict.mayPass) return { ...verdict, status: 'unknown' }
  return doubt && isSend ? { status: 'unknown', code: doubt } : verdict
}

/** One verdict for all there is. */
function told(request: Request, row: Rules, verdict: Verdict): Told {
  const items = itemsOf(row, request.body)
  const all = items?.map(() => verdict)
  return all ? itemsTold(request, row, all) : wholeTold(request, row, verdict)
}
