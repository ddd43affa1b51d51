import { type AppSecret, type Chat, startChat } from '../chat/index.ts'
import { portError } from './listen.ts'
import type { LocalOptions } from './options.ts'
import { StartError } from './start-error.ts'

/** Starts the Chat emulator. Throws a StartError naming the flag for a taken port, and the place for a bad seed. */
export async function startEmulator(
  { chatPort: port = 0, allowHosts, seed, heard }: LocalOptions,
  log: (line: string) => void,
  publishSecret: (app: string, secret: AppSecret | undefined) => void,
): Promise<Chat> {
  try {
    return await startChat({
      port,
      publishSecret,
      log,
      ...(seed !== undefined && { seed }),
      ...(heard && { heard }),
      ...(allowHosts && { allowHosts }),
    })
  } catch (error) {
    const place = { port, what: 'the Chat emulator', flag: '--chat-port' }
    const { message, cause } = error as Error
    throw portError(cause, place) ?? new StartError(message, { cause: error })
  }
}
