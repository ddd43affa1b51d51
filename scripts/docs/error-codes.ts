import { infoMeanings } from '../../lib/errors/upstream/friends.ts'
import { ranges } from '../../lib/errors/upstream/index.ts'
import type { Bounds, Range } from '../../lib/errors/upstream/line.ts'
import { unnumbered } from '../../lib/errors/upstream/unnumbered.ts'
import { webhookCodes } from '../../lib/errors/upstream/webhooks.ts'
import { classify, type InfoMeaning } from '../../lib/errors/upstream-codes.ts'
import { apiAnswers } from '../codes/api-answers.ts'
import { type CodeFacts, codeFacts } from '../codes/code-facts.ts'
import { repeats } from '../codes/repeats.ts'
import { code, table } from '../markdown.ts'

const howToFind = [
  'How to find one:',
  [
    '- You have a `code`: the first table says who must act and what to do, and leads to its own chapter, as a problem’s `docs` does. ' +
      'There stand the numbers of Chat’s that become it.',
    '- You have a number (`upstream.code`, or one that Chat’s own pages name): it stands under its range in “Chat’s codes”, with what ' +
      'it becomes here and whether the gateway repeats the call.',
    '- Your number is not listed: the `code` is `UPSTREAM_REJECTED`, and Chat’s [error table](https://trtc.io/document/34348) ' +
      'may know it.',
  ].join('\n'),
].join('\n\n')

export function errorCodesPage(): string {
  return [
    '# Error codes',
    'The `code` of a problem or of an item’s `error`. It is stable: titles and cures may change, codes do not.',
    howToFind,
    '## The gateway’s codes',
    'An item that failed carries the same code as a request that failed; the status is used where no item is done. ' +
      '“Send again” says whether the same request may succeed later as it is; an `error`’s own `retryable` decides, ' +
      'since it knows the operation and the upstream’s answer.',
    codesTable(({ anchor, code: name }) => `[${code(name)}](#${anchor})`),
    ...codeFacts.map(chapterOf),
    '## Beside the code',
    [
      '- `errors`: up to 1,000 places of a body that are wrong, by JSON Pointers; `errorsOmitted` says how many more there are. An ' +
        'answer that would be too large names 20 of each entry.',
      '- `subject`, with `ACCOUNT_NOT_FOUND`: `account` where Chat refused the whole call, so the account acted for is missing, ' +
        '`item` where it refused one item, so that item’s account is. It is left out where Chat refused a call about several accounts ' +
        'that acts for none of them: it does not say which is missing.',
      '- `upstream`: what Chat said (`code`, `info`, and `display` where there is one), or `httpStatus` where another HTTP status than ' +
        '200 came. Chat answers 200 even to what it refuses, so something on the way may have answered in its place: a proxy, a ' +
        'firewall, a load balancer. Of a write the effect is then unknown. What answers 3xx or 4xx (but 408 and 429) is tried once; ' +
        'the log’s line “another HTTP status came in place of Chat’s answer” has content type and length.',
      '- In brackets in `detail` or `message`: what of Chat’s answer could not be understood and where, such as ' +
        '`(UserDataItem/3: it names no account)`; the same stands in the log as `particular`.',
    ].join('\n'),
    '## Answers that are API Gateway’s own',
    'They are `application/json`, `{"message":"…"}`: no `code`, no `x-request-id` (theirs is `apigw-requestid`), and nothing of them stands in ' +
      'the gateway’s log. AWS documents few of them; these are known from public reports.',
    table(['status', '`message`', 'what it is', 'was anything done', 'what to do'], apiAnswers),
    ...chatsCodes(),
    ...severalSituations(),
  ].join('\n\n')
}

const chatsCodes = (): readonly string[] => [
  '## Chat’s codes',
  'What `upstream.code` says, and what the gateway makes of it. “Repeated by us” happens within the deadline, ' +
    '`UPSTREAM_ATTEMPTS` and the retry budget. Where the effect is unknown, the item’s status is `unknown` unless a later ' +
    'attempt proves it. A code that is not listed is ' +
    `${code('UPSTREAM_REJECTED')}: not repeated, not done; its number stands in ${code('upstream.code')}.`,
  'After an attempt of unknown effect a refusal may say that this attempt did the work: “may be done” marks the numbers that can. ' +
    'Each operation decides which of them it takes so (`repeated` in [operations](operations/README.md)). ' +
    'Of what may be repeated for a while only, as messages, a refusal after such an attempt says nothing: it stays `unknown`.',
  ...ranges.map(rangeTable),
  '### Numbers of the app’s own webhooks',
  `They become ${code(webhookCodes.code)}; what they mean, the webhook’s owner knows.`,
  table(
    ['Chat’s code', 'webhooks of'],
    webhookCodes.bounds.map((bounds) => [spanOf(bounds), bounds.of]),
  ),
  '### Without a number',
  'Chat says these by a word, by a list, or by a success that is none, so such an `error` has no `upstream`.',
  table(
    ['code', 'repeated by us'],
    Object.values(unnumbered).map(({ code: name, retry }) => [code(name), repeats[retry]]),
  ),
]

const severalSituations = (): readonly string[] => [
  '## One number, several situations',
  'Here the end of the upstream’s info text decides. Its middle, which looks like the name of a command, does not: ' +
    'Chat’s own examples show foreign ones.',
  table(['Chat’s code', 'info ends in', 'code'], infoMeanings.meanings.map(meaningLine)),
]

/** All codes, for other pages. */
export const ourCodes = (): string => codesTable(({ code: name }) => code(name))

const codesTable = (nameOf: (facts: CodeFacts) => string): string =>
  table(
    ['code', 'status', 'who must act', 'send again', '`Retry-After`', 'what it is', 'what to do'],
    codeFacts.map((facts) => [
      nameOf(facts),
      facts.status,
      facts.whoActs,
      facts.retryable ? 'yes' : 'no',
      facts.retryAfter === undefined ? '' : `${facts.retryAfter} s`,
      facts.title,
      facts.cure,
    ]),
  )

/** A heading is an anchor of its own name in small letters, on GitHub as in what makes HTML of Markdown. */
const chapterOf = ({ code: name, status, title, cure, whoActs, retryable, retryAfter, numbers }: CodeFacts): string =>
  [
    `### ${code(name)}`,
    `${title}. **${cure}**`,
    [
      `- Status ${status}, where no item is done.`,
      `- Who must act: ${whoActs}.`,
      `- Send again: ${retryable ? 'yes, the same request may succeed later as it is' : 'no'}.`,
      ...(retryAfter === undefined ? [] : [`- \`Retry-After\` says ${retryAfter} s.`]),
      ...(numbers.length === 0 ? [] : [`- What Chat says: ${numbers.map(code).join(', ')}.`]),
    ].join('\n'),
  ].join('\n\n')

const spanOf = ({ from, to }: Bounds): string => `${from} to ${to}`

const rangeTable = ({ bounds, meanings }: Range): string =>
  [
    `### ${spanOf(bounds)}: ${bounds.of}`,
    table(
      ['Chat’s code', 'code', 'repeated by us', 'effect', 'meaning'],
      Object.entries(meanings).map(([number, meaning]) => upstreamLine(Number(number), meaning)),
    ),
  ].join('\n\n')

function upstreamLine(number: number, meaning: string): readonly (string | number)[] {
  const { code: name, retry, effect, isExpiry, mayBeDone } = classify(number, '')
  return [
    number,
    code(name),
    isExpiry ? `signed by Chat’s clock where ours differs; ${repeats[retry]}` : repeats[retry],
    effect === 'unknown' ? '**unknown**' : mayBeDone ? 'none, or may be done' : 'none',
    meaning,
  ]
}

const meaningLine = ([suffix, name]: InfoMeaning) => [infoMeanings.number, code(suffix), code(name)]
