import type { Plugin } from 'esbuild'

/** Where the SDK would look for credentials that only a person's own machine or another service has: files, browsers, commands. */
const FAR = /^@aws-sdk\/credential-provider-(ini|login|process|sso|web-identity)$/

/** In their place: a link of the SDK's chain that has none, so that it goes on to the next. */
const NONE = `const none = () => async () => {
  throw Object.assign(new Error('A function has no credentials of this kind'), { tryNextLink: true })
}
export { none as fromIni, none as fromLoginCredentials, none as fromProcess, none as fromSSO, none as fromTokenFile }
`

/**
 * Leaves out of the bundle what no function ever asks for credentials: Lambda gives its role's in the environment. It is loaded by
 * nobody, and what it shares with the clients that are would be loaded at each start with them (decision 0031).
 */
export const withoutFarCredentials: Plugin = {
  name: 'without far credentials',
  setup(build) {
    build.onResolve({ filter: FAR }, ({ path }) => ({ path, namespace: 'far-credentials', sideEffects: false }))
    build.onLoad({ filter: FAR, namespace: 'far-credentials' }, () => ({ contents: NONE }))
  },
}
