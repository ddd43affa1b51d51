import type { Terminal } from '../../client/src/cli/terminal.ts'
import { CredentialsError, GatewayError, GatewayUnreachable } from '../../client/src/index.ts'
import { awsTroubleOf } from '../aws-trouble.ts'

/** `skipped`: it was not tried, and `says` why. */
export interface Found {
  readonly status: 'ok' | 'failed' | 'skipped'
  readonly says: string
  readonly cure?: string
}

export interface Step extends Found {
  readonly name: string
  readonly ms?: number
}

const COLOURS = { ok: 'green', failed: 'red', skipped: 'yellow' } as const
const NAME_WIDTH = 20

/** The steps so far; each is told as it ends. */
export class Steps {
  readonly all: Step[] = []
  readonly #terminal: Pick<Terminal, 'print'>
  readonly #isQuiet: boolean

  constructor(terminal: Pick<Terminal, 'print'>, isQuiet: boolean) {
    this.#terminal = terminal
    this.#isQuiet = isQuiet
  }

  get hasFailed(): boolean {
    return this.all.some(({ status }) => status === 'failed')
  }

  /** Does a step and tells what it found; what it throws is what failed. */
  async do(name: string, work: () => Promise<Found>, stage?: string): Promise<Found> {
    const begunAt = performance.now()
    const found = await work().catch((error: unknown) => failureOf(error, stage))
    this.tell({ name, ...found, ms: Math.round(performance.now() - begunAt) })
    return found
  }

  tell(step: Step): void {
    this.all.push(step)
    if (this.#isQuiet) return
    const { name, status, says, cure, ms } = step
    const time = status === 'skipped' || ms === undefined ? '' : ` (${ms} ms)`
    this.#terminal.print(`${status.padEnd(8)}${name.padEnd(NAME_WIDTH)} ${says}${time}`, COLOURS[status])
    if (cure !== undefined) this.#terminal.print(`${' '.repeat(NAME_WIDTH + 9)}${cure}`)
  }

  skip(name: string, says: string): void {
    this.tell({ name, status: 'skipped', says })
  }
}

/** What keeps a step from being done, in words of its own. */
export class StepTrouble extends Error {
  readonly cure: string

  constructor(says: string, cure: string) {
    super(says)
    this.cure = cure
  }
}

export const ok = (says: string): Found => ({ status: 'ok', says })
export const failed = (says: string, cure: string): Found => ({ status: 'failed', says, cure })

const INVOKE =
  'Let the caller execute-api:Invoke the API (docs/deploy.md), see that the region is the API’s own, and that this machine’s clock is right.'

const UNREACHABLE =
  'See that the address is right, that its name can be found, and that nothing on the way keeps it out. For npm start, start it first.'

/** What went wrong on the way, with its cure. Rethrows what nobody foresaw. */
function failureOf(error: unknown, stage = 'STAGE'): Found {
  // Its own cure speaks of an option of the client's.
  if (error instanceof GatewayUnreachable) return failed(error.message.replace(/ Check url, .*$/, ''), UNREACHABLE)
  if (error instanceof CredentialsError) {
    if (error.kind === 'refused') return failed(error.message, INVOKE)
    return failed(error.message, 'Sign in to AWS, or name credentials: --profile NAME.')
  }
  if (error instanceof GatewayError) return refusalOf(error, stage)
  if (error instanceof StepTrouble) return failed(error.message, error.cure)
  const trouble = awsTroubleOf(error)
  if (trouble) return failed(trouble.says, TROUBLES[trouble.kind])
  const { name, message, $metadata } = Object(error) as { name?: string; message?: string; $metadata?: object }
  if (!$metadata) throw error
  return failed(`${name}: ${message}`, 'AWS’s documentation says what this error means.')
}

const TROUBLES = {
  unreachable: 'Check the network and the region.',
  credentials: 'Sign in to AWS, or name credentials: --profile NAME.',
  denied: 'Give the caller this right, or leave the step out; --help says which each takes.',
  absent: 'Deploy the stage, or check --stage and --region.',
  'no region': 'Give --region, or set AWS_REGION.',
} as const

function refusalOf({ code, status, problem }: GatewayError, stage: string): Found {
  const says = `${code}: ${problem.detail}`
  if (code === 'FORBIDDEN')
    return failed(says, 'Grant it in the policy of the stage’s file, by its name, and deploy (docs/security.md).')
  if (code === 'API_GATEWAY' && status >= 500)
    return failed(
      says,
      `The function gave no answer: see its log, aws logs tail /aws/lambda/chat-gateway-${stage}-http --since 10m`,
    )
  if (code === 'API_GATEWAY' && status === 404)
    return failed(says, 'See that the address has the base path of its domain, and no path of the gateway’s.')
  return failed(says, `The code’s own page says more: npm run -s cli -- explain ${code}`)
}
