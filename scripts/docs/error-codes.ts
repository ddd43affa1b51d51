import { type Code, type CodeRow, codeRow, codes, type Kind } from '../../lib/errors/codes.ts'
import {
  type InfoMeaning,
  infoMeanings,
  type RetryClass,
  type UpstreamCode,
  upstreamCodes,
  webhookCodes,
} from '../../lib/errors/upstream-codes.ts'
import { code, table } from './markdown.ts'

const whoActs: Readonly<Record<Kind, string>> = {
  caller: 'the caller',
  operator: 'the operator',
  wait: 'nobody: wait',
  upstream: 'Chat',
}

const repeats: Readonly<Record<RetryClass, string>> = {
  no: 'no',
  backoff: 'with growing waits',
  throttle: 'more slowly, with longer waits',
  conflict: 'after the other writer, with short waits',
  once: 'once',
  caller: 'not by us; the caller may, later',
  resign: 'with freshly read credentials, then with the previous ones',
  hold: 'no: the credentials rest for a minute',
}

export function errorCodesPage(): string {
  return [
    '# Error codes',
    'The `code` of a problem or of an item’s `error`. It is stable: titles and cures may change, codes do not.',
    '## The gateway’s codes',
    'An item that failed carries the same code as a request that failed; the status is used where no item is done. ' +
      '“Send again” says whether the same request may succeed later as it is; an `error`’s own `retryable` decides, ' +
      'since it knows the operation and the upstream’s answer.',
    ourCodes(),
    '## Beside the code',
    [
      '- `subject`, with `ACCOUNT_NOT_FOUND`: `account` where Chat refused the whole call, so the account acted for is missing, ' +
        '`item` where it refused one item, so that item’s account is.',
      '- `upstream`: what Chat said (`code`, `info`, and `display` where there is one), or `httpStatus` where another HTTP status than ' +
        '200 came. Chat answers 200 even to what it refuses, so something on the way may have answered in its place: a proxy, a ' +
        'firewall, a load balancer. Of a write the effect is then unknown. What answers 3xx or 4xx (but 408 and 429) is tried once; ' +
        'the log’s line “another HTTP status came in place of Chat’s answer” has content type and length.',
      '- In brackets in `detail` or `message`: what of Chat’s answer could not be understood and where, such as ' +
        '`(UserDataItem/3: it names no account)`; the same stands in the log as `particular`.',
    ].join('\n'),
    '## Chat’s codes',
    'What `upstream.code` says, and what the gateway makes of it. “Repeated by us” happens within the deadline, ' +
      '`UPSTREAM_ATTEMPTS` and the retry budget. Where the effect is unknown, the item’s status is `unknown` unless a later ' +
      'attempt proves it. A code that is not listed is ' +
      `${code('UPSTREAM_REJECTED')}: not repeated, not done; its number stands in ${code('upstream.code')}.`,
    table(['Chat’s code', 'code', 'repeated by us', 'effect', 'meaning'], [...upstreamCodes].map(upstreamLine)),
    `Codes ${webhookCodes.from} to ${webhookCodes.to} come from the app’s own webhook and become ` +
      `${code(webhookCodes.code)}; what they mean, its owner knows.`,
    '## One number, several situations',
    'Here the end of the upstream’s info text decides. Its middle, which looks like the name of a command, does not: ' +
      'Chat’s own examples show foreign ones.',
    table(['Chat’s code', 'info ends in', 'code'], infoMeanings.meanings.map(meaningLine)),
  ].join('\n\n')
}

export function ourCodes(): string {
  const rows = Object.keys(codes).map((name) => ourLine(name as Code, codeRow(name as Code)))
  return table(['code', 'status', 'who must act', 'send again', '`Retry-After`', 'what it is', 'what to do'], rows)
}

const ourLine = (name: Code, { status, kind, retryable, retryAfter, title, cure }: CodeRow) => [
  code(name),
  status,
  whoActs[kind],
  retryable ? 'yes' : 'no',
  retryAfter === undefined ? '' : `${retryAfter} s`,
  title,
  cure,
]

const upstreamLine = ([number, { code: name, retry, effect, meaning, isExpiry }]: readonly [number, UpstreamCode]) => [
  number,
  code(name),
  isExpiry ? `signed by Chat’s clock where ours differs; ${repeats[retry]}` : repeats[retry],
  effect === 'unknown' ? '**unknown**' : 'none',
  meaning,
]

const meaningLine = ([suffix, name]: InfoMeaning) => [infoMeanings.number, code(suffix), code(name)]
