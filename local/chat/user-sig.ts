import { createHmac, timingSafeEqual } from 'node:crypto'
import { inflateSync } from 'node:zlib'

/** What a UserSig must agree with. */
export interface Expected {
  identifier: string
  sdkAppId: number
  /** The app's key as the console shows it; its characters, not the bytes they may spell in hex, sign. */
  key: string
  /** ms since 1970 */
  now: number
}

interface Ticket {
  identifier: string
  sdkAppId: number
  time: number
  expire: number
  userBuf: string | undefined
  sig: string
}

// A genuine ticket is below 1 kB; the cap keeps a crafted one from unpacking into all our memory.
const MAX_TICKET_BYTES = 8192

/**
 * Verifies a version 2 UserSig (https://trtc.io/document/34385): 0, or the code it is refused with –
 * 70002 empty, 70003 unreadable, 70014 another SDKAppID, 70013 another identifier, 70001 expired, 70009 wrong key.
 */
export function verifyUserSig(userSig: string, expected: Expected): number {
  if (userSig === '') return 70002
  const ticket = decode(userSig)
  if (!ticket) return 70003
  // Before the signature: another app's or admin's UserSig should be told by its name, and an old one by its age, not as a wrong key.
  if (ticket.sdkAppId !== expected.sdkAppId) return 70014
  if (ticket.identifier !== expected.identifier) return 70013
  if (expected.now >= (ticket.time + ticket.expire) * 1000) return 70001
  if (!sameSignature(ticket, expected.key)) return 70009
  return 0
}

function decode(userSig: string): Ticket | undefined {
  if (!/^[A-Za-z0-9*_-]+$/.test(userSig)) return undefined
  const base64 = userSig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=')
  try {
    const json = inflateSync(Buffer.from(base64, 'base64'), { maxOutputLength: MAX_TICKET_BYTES }).toString('utf8')
    return ticketOf(JSON.parse(json))
  } catch {
    return undefined
  }
}

function ticketOf(document: Record<string, unknown>): Ticket | undefined {
  const ticket = {
    identifier: document['TLS.identifier'],
    sdkAppId: numberOf(document['TLS.sdkappid']),
    time: numberOf(document['TLS.time']),
    expire: numberOf(document['TLS.expire']),
    // As everywhere, what is null is left out.
    userBuf: document['TLS.userbuf'] ?? undefined,
    sig: document['TLS.sig'],
  }
  return isTicket(ticket) ? ticket : undefined
}

/** Some signers write their numbers as strings; the text that was signed is the same. */
function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^(0|[1-9]\d*)$/.test(value) ? Number(value) : value
}

function isTicket(ticket: Record<keyof Ticket, unknown>): ticket is Ticket {
  const { identifier, sig, userBuf, sdkAppId, time, expire } = ticket
  const texts = [identifier, sig].every((part) => typeof part === 'string')
  const numbers = [sdkAppId, time, expire].every((part) => Number.isSafeInteger(part))
  return texts && numbers && (userBuf === undefined || typeof userBuf === 'string')
}

function sameSignature(ticket: Ticket, key: string): boolean {
  const lines = [
    `TLS.identifier:${ticket.identifier}\n`,
    `TLS.sdkappid:${ticket.sdkAppId}\n`,
    `TLS.time:${ticket.time}\n`,
    `TLS.expire:${ticket.expire}\n`,
    ticket.userBuf === undefined ? '' : `TLS.userbuf:${ticket.userBuf}\n`,
  ]
  const wanted = createHmac('sha256', key).update(lines.join('')).digest()
  const given = Buffer.from(ticket.sig, 'base64')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
