import { dereference, type References } from '../references.ts'
import { StartError } from '../start-error.ts'
import type { Resource, Template } from '../template.ts'
import { compilePattern, type Matcher } from './pattern.ts'

/** What a rule hands its events to. */
export interface Target {
  functionArn: string
  /** Goes to the function instead of the event. */
  input?: unknown
}

/** A rule of an event bus. */
export interface Rule {
  /** The name of its bus. */
  bus: string
  matches: Matcher
  targets: Target[]
}

/** The bus that every account has. */
export const DEFAULT_BUS = 'default'

/** Names of the event buses among a serverless.yml's resources. */
export const readBuses = (template: Template): string[] =>
  template.resources('AWS::Events::EventBus').map(({ properties }) => String(properties.Name))

/**
 * Reads the rules among a serverless.yml's resources; those that only go by time are left out, as nothing fires them here.
 * Throws a StartError naming the place of what can't be taken over as it stands.
 */
export function readRules(template: Template, references: References): Rule[] {
  return template
    .resources('AWS::Events::Rule')
    .filter(({ properties }) => properties.EventPattern !== undefined && properties.State !== 'DISABLED')
    .map((resource) => ruleOf(resource, references))
}

function ruleOf({ place, properties }: Resource, references: References): Rule {
  const { EventBusName, EventPattern, Targets } = properties
  const pattern = typeof EventPattern === 'string' ? parsed(EventPattern, `${place}.EventPattern`) : EventPattern
  const bus = dereference(EventBusName ?? DEFAULT_BUS, `${place}.EventBusName`, references)
  const targets = [Targets ?? []].flat() as Record<string, unknown>[]
  return {
    bus: busName(String(bus)),
    matches: compilePattern(pattern, `${place}.EventPattern`),
    targets: targets.map((target, index) => targetOf(target, `${place}.Targets[${index}]`, references)),
  }
}

/** A bus may be named by its ARN as well. */
export const busName = (nameOrArn: string): string => nameOrArn.replace(/^arn:[^/]*:event-bus\//, '')

function targetOf(target: Record<string, unknown>, place: string, references: References): Target {
  const { Id: _, Arn, Input, RetryPolicy: __, DeadLetterConfig: ___, ...others } = target
  const functionArn = String(dereference(Arn, `${place}.Arn`, references))
  const isHere = [...references.values()].some(({ attributes }) => attributes.Arn === functionArn)
  if (!functionArn.startsWith('arn:aws:lambda:') || !isHere) {
    throw new StartError(`serverless.yml: ${place}.Arn: the local event bus hands events to the functions here only.`)
  }
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) {
    throw new StartError(`serverless.yml: ${place}: the local event bus doesn't know "${unknown}".`)
  }
  return { functionArn, ...(Input !== undefined && { input: parsed(Input, `${place}.Input`) }) }
}

function parsed(text: unknown, place: string): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    throw new StartError(`serverless.yml: ${place}: this must be JSON, as text.`)
  }
}
