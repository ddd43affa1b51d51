import { onTestFinished } from 'vitest'
import { main } from '../../../scripts/smoke/main.ts'
import { serve, terminalOf } from './fixture.ts'

export interface Step {
  readonly name: string
  readonly status: string
  readonly says: string
  readonly cure?: string
}

export interface Smoked {
  readonly code: number
  readonly steps: readonly Step[]
  /** What is not ok, by name. */
  readonly others: Readonly<Record<string, Step>>
}

/** The command in this process, as a terminal would show it. */
export async function smokeLines(
  args: readonly string[],
): Promise<{ code: number; output: string; complaints: string }> {
  const [output, complaints]: [string[], string[]] = [[], []]
  const print = (line: string) => void output.push(line)
  const complain = (line: string) => void complaints.push(line)
  const code = await main([...args], terminalOf({ print, complain }))
  return { code, output: output.join('\n'), complaints: complaints.join('\n') }
}

/** The same with --json, and nothing but that on standard output. */
export async function smoke(...args: readonly string[]): Promise<Smoked> {
  const { code, output } = await smokeLines([...args, '--json'])
  const { steps } = JSON.parse(output) as Pick<Smoked, 'steps'>
  const others = steps.filter(({ status }) => status !== 'ok').map((step) => [step.name.trim(), step])
  return { code, steps, others: Object.fromEntries(others) }
}

/** A CloudFormation that knows one stack, or none; the environment leads to it until the test ends. */
export async function stackStandIn(stack?: {
  readonly status: string
  readonly outputs?: Readonly<Record<string, string>>
}) {
  const url = await serve((request, response) => {
    request.resume()
    response.setHeader('content-type', 'text/xml')
    if (stack) return void response.end(described(stack.status, stack.outputs ?? {}))
    response.writeHead(400).end(absent)
  })
  process.env.AWS_ENDPOINT_URL_CLOUDFORMATION = url
  onTestFinished(() => {
    delete process.env.AWS_ENDPOINT_URL_CLOUDFORMATION
  })
}

const described = (status: string, outputs: Readonly<Record<string, string>>): string => {
  const members = Object.entries(outputs).map(
    ([name, value]) => `<member><OutputKey>${name}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  )
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member>
    <StackName>chat-gateway-prod</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-11-30T08:00:00Z</CreationTime>
    <Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`
}

const absent = `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>
  <Code>ValidationError</Code><Message>Stack with id chat-gateway-prod does not exist</Message></Error></ErrorResponse>`
