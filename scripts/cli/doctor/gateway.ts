import type { Context } from '../../../client/src/cli/command.ts'
import { asMistake, connect, urlOf } from '../../../client/src/cli/connect.ts'
import type { Health } from '../../../client/src/printed/parts.ts'
import type { Place, WhereOptions } from '../place.ts'
import type { Finding } from './finding.ts'

const LOCAL_URL = 'http://127.0.0.1:4000'
const what = 'gateway'

/** Whether the gateway answers a request that is signed as a caller signs it. */
export async function checkGateway({ isLocal }: Place, options: WhereOptions, context: Context): Promise<Finding> {
  const url = urlOf(options, context) ?? (isLocal ? LOCAL_URL : undefined)
  if (url === undefined)
    return { what, state: 'left', says: 'nothing says where it is: give --url, or set CHAT_GATEWAY_URL' }
  try {
    const { status, requestId, body } = await connect(
      { ...options, url },
      context,
    )({ method: 'GET', path: '/v1/health', effect: 'read' })
    if (status === 200) return { what, state: 'well', says: `${url} answers${versionIn(body)}` }
    const cure = requestId ? 'Look the request up in its log.' : 'Check --url: its host, stage and base path.'
    return { what, state: 'fault', says: `${url} answers ${status}`, cure }
  } catch (error) {
    const mistake = asMistake(error)
    if (!mistake) throw error
    return { what, state: 'fault', says: `${url}: ${mistake.message}` }
  }
}

/** A gateway of before said none. */
function versionIn(body: unknown): string {
  const { version, commit } = Object(body) as Partial<Health>
  return version === undefined ? '' : `, version ${version}, commit ${commit}`
}
