import { StartError } from './start-error.ts'

type Node = Record<string, unknown> | unknown[] | string | number | boolean | null | undefined

const VARIABLE = /\$\{([^${}]*)\}/g
const FORM =
  /^(?:env:(?<env>\w+)|self:(?<self>[\w.]+)|sls:(?<sls>stage))(?:,\s*(?<fallback>'[^']*'|\d+|true|false|self:[\w.]+))?$/

/**
 * Replaces the osls variables in a value of serverless.yml: `${env:NAME, 'default'}`, `${self:a.b, 'default'}`, `${sls:stage}`; a default
 * may be `self:a.b` as well.
 * Any other form is a StartError naming its place: guessing would run the gateway on settings it isn't deployed with.
 */
export function resolve(value: unknown, place: string, document: unknown, env: NodeJS.ProcessEnv): unknown {
  if (typeof value === 'string') return resolveText(value, place, document, env)
  if (Array.isArray(value)) return value.map((item, index) => resolve(item, `${place}[${index}]`, document, env))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolve(item, `${place}.${key}`, document, env)]),
  )
}

function resolveText(text: string, place: string, document: unknown, env: NodeJS.ProcessEnv): unknown {
  const whole = /^\$\{([^${}]*)\}$/.exec(text)
  if (whole) return lookUp(whole[1]!, place, document, env)
  const replaced = text.replace(VARIABLE, (_, variable) => String(lookUp(variable, place, document, env)))
  if (replaced.includes('${')) throw unknownForm(text, place)
  return replaced
}

function lookUp(variable: string, place: string, document: unknown, env: NodeJS.ProcessEnv): unknown {
  const form = FORM.exec(variable.trim())?.groups
  if (!form) throw unknownForm(`\${${variable}}`, place)
  const found = settled(form, place, document, env)
  if (found !== undefined) return found
  if (form.fallback === undefined) {
    const cure = form.env ? `Set ${form.env} in the environment` : 'Write the value it points at'
    throw new StartError(`serverless.yml: ${place}: nothing stands behind \${${variable}}. ${cure}, or give a default.`)
  }
  if (form.fallback.startsWith('self:')) return lookUp(form.fallback, place, document, env)
  return form.fallback.startsWith("'") ? form.fallback.slice(1, -1) : JSON.parse(form.fallback)
}

function settled(form: Record<string, string | undefined>, place: string, document: unknown, env: NodeJS.ProcessEnv) {
  if (form.env) return env[form.env]
  const path = form.self ?? 'provider.stage'
  const value = path.split('.').reduce<Node>((node, key) => Object(node)[key], document as Node)
  if (form.sls && value === undefined) return 'dev'
  return value === undefined ? undefined : resolve(value, `${place} → ${path}`, document, env)
}

function unknownForm(text: string, place: string): StartError {
  const known = ['env:NAME', 'self:path', 'sls:stage'].map((form) => `\${${form}}`).join(', ')
  return new StartError(
    `serverless.yml: ${place}: the local gateway doesn't know the variable in "${text}". ` +
      `It knows ${known}, each with an optional default: a literal, or self:path.`,
  )
}
