import type { ServerResponse } from 'node:http'
import type { FaultKind } from './faults.ts'
import type { Outcome } from './rest.ts'

/** Answers JSON, with the emulator's own clock in the Date header. */
export function sendJson(response: ServerResponse, status: number, body: unknown, now: number): void {
  sendText(response, status, 'application/json', `${JSON.stringify(body)}\n`, now)
}

export function sendText(response: ServerResponse, status: number, type: string, text: string, now: number): void {
  head(response, status, type, Buffer.byteLength(text), now)
  response.end(text)
}

function head(response: ServerResponse, status: number, type: string, length: number, now: number): void {
  const date = new Date(now).toUTCString()
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': length, date })
}

/** Puts the outcome of a REST call on the wire, with its fault where there is one. */
export function sendOutcome(response: ServerResponse, { reply, fault }: Outcome, now: number): void {
  const text = JSON.stringify(reply)
  const status = fault?.httpStatus
  if (fault?.kind) faulty[fault.kind](response, text, now)
  else if (status !== undefined) sendText(response, status, 'text/html', page(status), now)
  else sendText(response, 200, 'application/json', text, now)
}

const faulty: Record<FaultKind, (response: ServerResponse, text: string, now: number) => void> = {
  cut: (response) => response.destroy(),
  cutBody(response, text, now) {
    head(response, 200, 'application/json', Buffer.byteLength(text), now)
    response.write(half(text), () => response.destroy())
  },
  malformed: (response, text, now) => sendText(response, 200, 'application/json', half(text), now),
  html: (response, _text, now) => sendText(response, 200, 'text/html', page(200), now),
  silence: () => {},
  endless,
}

function half(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2))
}

function page(status: number): string {
  return `<html><head><title>${status}</title></head><body>The emulator was asked for this page.</body></html>`
}

// Spaces are legal before a JSON value: only a client that bounds an answer's size or time gets away.
function endless(response: ServerResponse, _text: string, now: number): void {
  // Nobody would ever tell of the end of one who left while the answer was made.
  if (response.destroyed) return
  response.writeHead(200, { 'content-type': 'application/json', date: new Date(now).toUTCString() })
  const timer = setInterval(() => {
    if (!response.writableNeedDrain) response.write(' '.repeat(16_384))
  }, 5)
  response.on('close', () => clearInterval(timer))
}
