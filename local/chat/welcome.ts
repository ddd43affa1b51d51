import { endpointLines } from './help.ts'
import { type Chat, stockSeed } from './index.ts'
import { readSeed } from './seed.ts'

/** What a person sees once the emulator is up. */
export function welcome(chat: Chat, seed: string | undefined): string {
  const apps = [...readSeed(seed ?? stockSeed).apps.values()]
  const first = apps[0]!
  const column = (text: string | number) => String(text).padEnd(16)
  return [
    `Chat emulator on ${chat.url} and ${chat.httpsUrl} (certificate to trust: ${chat.url}/_emulator/ca)`,
    ...Object.entries(chat.regionUrls ?? {}).map(([region, url]) => `  ${url} serves ${region} only`),
    '',
    `${['App', 'SDKAppID', 'Region', 'Admin'].map(column).join('')}Accounts`,
    ...apps.map(({ name, sdkAppId, region, admins, accounts }) => {
      const people = [...accounts.keys()].filter((userId) => !admins.includes(userId))
      return `${[name, sdkAppId, region, admins[0]!].map(column).join('')}${people.join(' ')}`
    }),
    '',
    `The demo keys stand in ${seed ?? 'the seed, which --print-seed prints'} (secretKey). A call of an admin:`,
    `  POST ${chat.url}/v4/sns/friend_update?sdkappid=${first.sdkAppId}&identifier=${first.admins[0]}&usersig=…&random=1&contenttype=json`,
    'Control:',
    ...endpointLines(),
    `Help: ${chat.url}/ and local/chat/README.md. Ctrl-C stops.`,
  ].join('\n')
}

/** What a program reads once the emulator is up: one line of JSON, without a key. */
export function readyLine({ url, httpsUrl, regionUrls }: Chat, seed: string | undefined): string {
  const apps = [...readSeed(seed ?? stockSeed).apps.values()].map(({ name, sdkAppId, region, admins }) => {
    return [name, { sdkAppId, region, adminUserId: admins[0] }]
  })
  const ca = `${url}/_emulator/ca`
  return JSON.stringify({ url, httpsUrl, regionUrls, ca, seed, pid: process.pid, apps: Object.fromEntries(apps) })
}
