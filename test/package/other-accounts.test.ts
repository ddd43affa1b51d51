import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { arnOfBus, packageService } from './packaged.ts'

/** How callers and sources of other accounts get in, as the packaged template has it. */
const { all } = await packageService('example')
const said = parse(readFileSync(path.join(import.meta.dirname, '../../stages/example.yml'), 'utf8'))
const subOf = (...parts: string[]) => ({ 'Fn::Sub': parts.join('$') })

interface Statement {
  readonly Sid: string
  readonly [member: string]: unknown
}
const statementsOf = (role: Readonly<Record<string, unknown>>): readonly Statement[] =>
  (role.Policies as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  )

test('the bus lets in the accounts and the organization that are listed, behind the same denials', () => {
  const { Statement: statements } = all('AWS::Events::EventBus').EventBus!.Policy as { Statement: Statement[] }
  const allow = { Effect: 'Allow', Action: 'events:PutEvents', Resource: arnOfBus('chat-gateway-example') }
  const root = subOf('arn:', '{AWS::Partition}:iam::210987654321:root')
  expect(statements.filter(({ Effect }) => Effect === 'Allow')).toEqual([
    { Sid: 'AccountsThatMayPut', ...allow, Principal: { AWS: [root] } },
    {
      Sid: 'OrganizationThatMayPut',
      ...allow,
      Principal: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    },
  ])
  const denied = statements.filter(({ Effect }) => Effect === 'Deny').map(({ Sid }) => Sid)
  expect(denied).toEqual(['OwnSourceOnlyByOwnFunctions', 'ListedSource1OnlyByItsPrincipals', 'NoUnlistedSource'])
})

test('callers of other accounts have a role to assume, which may call the API and nothing else', () => {
  expect(all('AWS::IAM::Role').CallerRoleshop).toEqual({
    RoleName: 'chat-gateway-example-caller-shop',
    PermissionsBoundary: said.permissionsBoundary,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: ['arn:aws:iam::210987654321:role/shop'] }, Action: 'sts:AssumeRole' },
      ],
    },
    Policies: [
      {
        PolicyName: 'call',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'execute-api:Invoke',
              Resource: subOf(
                'arn:',
                '{AWS::Partition}:execute-api:',
                '{AWS::Region}:',
                '{AWS::AccountId}:',
                '{HttpApi}/',
                'default/*',
              ),
            },
          ],
        },
      },
    ],
  })
})

test('docs/security.md shows these very policies', () => {
  const page = readFileSync(path.join(import.meta.dirname, '../../docs/security.md'), 'utf8')
  const chapter = page.slice(page.indexOf('### Other accounts'), page.indexOf('## Threat model'))
  const [role, , statements] = [...chapter.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text]) => text!)
  const shown = JSON.parse(role!)
  const made = all('AWS::IAM::Role').CallerRoleshop!
  expect(shown.AssumeRolePolicyDocument).toEqual(made.AssumeRolePolicyDocument)
  const [{ Action, Effect }] = statementsOf(shown) as [Statement]
  expect(statementsOf(made)).toMatchObject([{ Action, Effect }])
  const { Statement: ofBus } = all('AWS::Events::EventBus').EventBus!.Policy as { Statement: Statement[] }
  const plain = JSON.stringify(
    ofBus.filter((one) => one.Effect === 'Allow').map(({ Sid: _, Resource: __, ...rest }) => rest),
  )
  const written = statements!
    .trim()
    .split(/\n(?=\{)/)
    .map((text) => ({ ...JSON.parse(text), Resource: undefined }))
  const resolved = JSON.parse(
    plain.replace(/\{"Fn::Sub":"([^"]+)"\}/g, '"$1"').replaceAll('\u0024{AWS::Partition}', 'aws'),
  )
  expect(written).toEqual(resolved)
})
