import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:https'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'

const agent = new Agent({ keepAlive: true })

/**
 * The least that a function of one's own would do: parse, a UserSig made once, a kept-alive POST, the reply as it comes.
 * No validation, no verdicts, no deadline, no log.
 */
export const bareHandler =
  (port: number, userSig: string) =>
  async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const body = JSON.stringify(JSON.parse(event.body ?? ''))
    const query = `sdkappid=1400000000&identifier=administrator&usersig=${userSig}&contenttype=json`
    const random = randomBytes(4).readUInt32BE()
    return { statusCode: 200, body: await post(port, `/v4/sns/friend_update?${query}&random=${random}`, body) }
  }

function post(port: number, path: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve(Buffer.concat(parts).toString('utf8')))
      response.on('error', reject)
    })
    call.on('error', reject)
    call.end(body)
  })
}
