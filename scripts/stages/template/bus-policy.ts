import { OWN_SOURCE, type Sources } from '../event-sources.ts'
import type { Stage } from '../stage.ts'
import { att, ref, type Statement, sub } from './editable.ts'

interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

/**
 * Who may put events on the gateway's bus. Nobody but the gateway speaks in its name; each source that the stage's file lists is denied to
 * all principals but its own, and once one is listed, every other source to everybody. Of elsewhere, it lets in whom the file names. It is
 * one document, since statements that are resources each are written side by side, and one may get lost
 * (docs/decisions/0015-one-policy-of-the-bus.md).
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html
 */
export function busPolicy(bus: string, { sources, said }: Pick<Stage, 'sources' | 'said'>): Policy {
  const all = { Action: 'events:PutEvents', Resource: arnOf(bus) }
  const denied = [ownSource, ...ofSources(sources)].map(([Sid, Condition]) => ({
    Sid,
    Effect: 'Deny' as const,
    Principal: '*',
    ...all,
    Condition,
  }))
  const allowed = ofElsewhere(said).map(({ Sid, ...whom }) => ({ Sid, Effect: 'Allow' as const, ...all, ...whom }))
  return { Version: '2012-10-17', Statement: [...denied, ...allowed] }
}

/** Put together, as a bus that is being described can't be asked for its own ARN. */
function arnOf(bus: string) {
  const home = [ref('AWS::Partition'), 'events', ref('AWS::Region'), ref('AWS::AccountId')]
  return { 'Fn::Join': [':', ['arn', ...home, `event-bus/${bus}`]] }
}

type Named = readonly [Sid: string, condition: object]

const equals = (...sources: readonly string[]) => ({ 'events:source': sources })

// A request puts up to ten events, each with its source; without ForAnyValue, another one beside it would help a denied one past.
// The function calls as its role, whatever the session is named. A call of no principal, as by an AWS service, is refused as well.

const ownSource: Named = [
  'OwnSourceOnlyByOwnFunctions',
  {
    'ForAnyValue:StringEquals': equals(OWN_SOURCE),
    ArnNotEquals: { 'aws:PrincipalArn': ['EventsRole', 'WorkerRole'].map((role) => att(role, 'Arn')) },
  },
]

function ofSources(sources: Sources): Named[] {
  if (sources.length === 0) return []
  const listed = sources.map(
    ([source, principals], index): Named => [
      `ListedSource${index + 1}OnlyByItsPrincipals`,
      { 'ForAnyValue:StringEquals': equals(source), ArnNotLike: { 'aws:PrincipalArn': principals } },
    ],
  )
  const names = sources.map(([source]) => source)
  return [...listed, ['NoUnlistedSource', { 'ForAnyValue:StringNotEquals': equals(...names, OWN_SOURCE) }]]
}

interface LetIn {
  readonly Sid: string
  readonly Principal: unknown
  readonly Condition?: object
}

/** The denials hold for them too: they speak for nobody but whom `eventSources` lets them speak for. */
function ofElsewhere({ busAccounts, busOrganization }: Stage['said']): LetIn[] {
  const roots = busAccounts?.map((account) => sub(`arn:\${AWS::Partition}:iam::${account}:root`))
  const Condition = { StringEquals: { 'aws:PrincipalOrgID': busOrganization } }
  return [
    ...(roots ? [{ Sid: 'AccountsThatMayPut', Principal: { AWS: roots } }] : []),
    ...(busOrganization === undefined ? [] : [{ Sid: 'OrganizationThatMayPut', Principal: '*', Condition }]),
  ]
}
