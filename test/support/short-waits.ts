import { afterAll, beforeAll } from 'vitest'

// Every wait before a repeat, the gateway's own and the SDK's, is drawn at random from none up to its full step. These tests are
// about what is repeated and what comes of it, so the draws come from the lowest sixteenth: callers who failed together still come
// back apart, and nobody sits through the steps. The steps themselves are held by unit tests with draws of their own.
const draw = Math.random

/** For tests in which many wait for one: with the shortest draws they would mostly ask again. */
export function drawFromTheWhole(): void {
  Math.random = draw
}

beforeAll(() => {
  Math.random = () => draw() / 16
})
afterAll(drawFromTheWhole)
