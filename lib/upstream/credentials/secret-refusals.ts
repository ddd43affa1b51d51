import { GatewayError } from '../../errors/gateway-error.ts'

/** How a body is refused whose app has no secret, or one that can't be had or used. */

export const unknownApp = (app: string): GatewayError =>
  new GatewayError('UNKNOWN_APP', { detail: `There is no app "${app}"; an operator adds one by creating its secret.` })

export const tooManyUnknown = (app: string): GatewayError =>
  new GatewayError('RATE_LIMITED', {
    detail:
      `Whether there is an app "${app}" was not looked up: too many names without a secret were asked for of late. ` +
      'Check the names; one that is right can be sent again after Retry-After.',
  })

/** What the log says where the operator's own default app has no secret. */
export const NO_DEFAULT =
  'there is none, and bodies that name no app ask for it; create it, or set CHAT_DEFAULT_APP to an app that has one'

export const unavailable = (app: string): GatewayError =>
  new GatewayError('SECRET_UNAVAILABLE', {
    detail: `The secret of app "${app}" cannot be read or used; the gateway's log names the fault. Send it again once it is mended.`,
  })
