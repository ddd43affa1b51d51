import type { Gateway } from '../../client/src/index.ts'
import { type Found, failed, ok } from './step.ts'

const PATIENCE_MS = 15_000
/** AWS refuses signatures whose time is off by five minutes or more. */
const MOST_SECONDS_OFF = 240

/** Whether whoever signs nothing is kept out. */
export async function unsignedCall(url: string): Promise<Found> {
  const asked = { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) } as const
  const reply = await fetch(`${url.replace(/\/+$/, '')}/v1/health`, asked).catch((error: unknown) => reasonOf(error))
  if (typeof reply === 'string')
    return failed(
      `${new URL(url).origin} can’t be reached: ${reply}`,
      'See that the address is right and its name can be found; that of a domain needs its record, and executeApi: false closes the API’s own.',
    )
  const { status } = reply
  if (status === 403) return ok(`is refused (403)${clockNote(reply)}`)
  if (status < 400)
    return failed(
      `is answered (${status}): whoever finds the address may call`,
      'The route has lost its authorizer. Deploy the stage again, and see what else was changed by hand.',
    )
  return failed(
    `is answered ${status}, not 403`,
    'Is this the gateway’s address, with the base path of its domain? Else see its log.',
  )
}

/** Node hides why a connection failed in the cause of its error. */
function reasonOf(error: unknown): string {
  const { code, message, name } = Object(Object(error).cause ?? error)
  return String(code ?? message ?? name)
}

/** The client corrects it by itself; other tools do not. */
function clockNote({ headers }: Response): string {
  const seconds = Math.round((Date.now() - Date.parse(headers.get('date') ?? '')) / 1000)
  if (Number.isNaN(seconds) || Math.abs(seconds) < MOST_SECONDS_OFF) return ''
  return `; this machine’s clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}, which others’ signatures may fail for`
}

/** Whether a signed request is answered, and by the version that is expected. */
export async function signedHealth(
  gateway: Gateway,
  expected: string | undefined,
  deployed: string | undefined,
): Promise<Found> {
  const health = await gateway.health()
  // Versions before this one do not tell theirs.
  const { version, commit } = health as { readonly version?: string; readonly commit?: string }
  const says =
    version === undefined
      ? 'answers, and tells no version'
      : `answers, version ${version}${commit ? `, commit ${commit}` : ''}`
  const names = [version, commit, `${version}+${commit}`]
  if (expected !== undefined && !names.includes(expected) && !isCommit(commit, expected))
    return failed(
      `${says}, not ${expected}`,
      'The deployment is not done, or not the one you mean; a gradual one moves over within minutes.',
    )
  if (deployed !== undefined && version !== undefined && !names.includes(deployed))
    return failed(
      `${says}; the stack says ${deployed}`,
      'A gradual deployment is on its way, or was stopped by its alarm: see the deployment, then try again.',
    )
  return ok(`${says}, ${health.operations.length} operations`)
}

/** A commit may be given longer than it is kept. */
const isCommit = (commit: string | undefined, expected: string): boolean =>
  commit !== undefined && /^[\da-f]{12,40}$/.test(expected) && expected.startsWith(commit)
