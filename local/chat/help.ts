import { commands } from './commands/index.ts'
import { endpoints } from './control/index.ts'

/** What GET / answers: where everything is. */
export function helpText(): string {
  return [
    'A local emulator of the server REST API of Tencent Cloud Chat. It holds demo data only.',
    '',
    'Commands (POST, JSON; query: sdkappid, identifier, usersig, random, contenttype=json):',
    ...commands.map(({ service, name }) => `  /v4/${service}/${name}`),
    '',
    'Control:',
    ...endpointLines(),
    '',
    'More in local/chat/README.md.',
    '',
  ].join('\n')
}

export function endpointLines(): string[] {
  return endpoints.map(({ method, path, does }) => `  ${method.padEnd(6)} ${path.padEnd(19)} ${does}`)
}
