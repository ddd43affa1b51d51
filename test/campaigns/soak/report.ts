import { fitLine, growthOf, type Point } from './fit.ts'
import type { Sample } from './gateway.ts'

export interface Rules {
  /** Share of all samples that are warm-up. */
  readonly warmUp: number
  /** How much the heap may grow, as a share of itself. */
  readonly mostGrowth: number
  /** How many handles more may be open at the end. */
  readonly mostHandles: number
}

export interface Report {
  readonly requests: number
  readonly seconds: number
  readonly perSecond: number
  readonly statuses: Readonly<Record<string, number>>
  readonly heapMiB: { readonly warm: number; readonly end: number }
  /** In per cent, by the straight line through the samples after the warm-up. */
  readonly heapGrowth: number
  /** Sockets and other handles, by the same kind of line. */
  readonly handles: { readonly warm: number; readonly end: number; readonly most: number }
  /** Characters searched for secrets. */
  readonly searched: number
  /** UserSigs that went out, and were searched for. */
  readonly userSigs: number
  readonly faults: readonly string[]
}

const MIB = 2 ** 20
/** Share of the requests that are to be answered 200; the mix makes about 64 %. */
const LEAST_GOOD = 0.5
const round = (value: number) => Number(value.toFixed(2))

/** Open descriptors and Node's active resources; timers aside, since they end by themselves. */
const handlesOf = ({ resources, descriptors }: Sample): number =>
  Object.entries(resources).reduce(
    (sum, [name, count]) => sum + (name === 'Timeout' || name === 'Immediate' ? 0 : count),
    descriptors,
  )

/** What the samples of a soak say, and what of it breaks the rules. */
export function reportOf(
  samples: readonly Sample[],
  seconds: number,
  { warmUp, mostGrowth, mostHandles }: Rules,
): Report {
  const warm = samples.slice(Math.ceil(samples.length * warmUp))
  const last = warm.at(-1)
  if (!last || warm.length < 2) throw new Error('too few samples behind the warm-up')
  const line = (read: (sample: Sample) => number): Point[] =>
    warm.map((sample) => ({ requests: sample.requests, value: read(sample) }))
  const heap = line(({ heapBytes }) => heapBytes / MIB)
  const handles = line(handlesOf)
  const [heapLine, handleLine, growth] = [fitLine(heap), fitLine(handles), growthOf(heap)]
  const opened = handleLine.last - handleLine.first
  const unforeseen = last.statuses['500'] ?? 0
  const good = (last.statuses['200'] ?? 0) / last.requests
  return {
    requests: last.requests,
    seconds: round(seconds),
    perSecond: Math.round(last.requests / seconds),
    statuses: last.statuses,
    heapMiB: { warm: round(heapLine.first), end: round(heapLine.last) },
    heapGrowth: round(growth * 100),
    handles: {
      warm: round(handleLine.first),
      end: round(handleLine.last),
      most: Math.max(...handles.map(({ value }) => value)),
    },
    searched: last.searched,
    userSigs: last.userSigs,
    faults: [
      ...last.leaks,
      ...(growth > mostGrowth ? [`the heap grew by ${round(growth * 100)} %, more than ${mostGrowth * 100} %`] : []),
      ...(opened > mostHandles ? [`${round(opened)} more handles are open, more than ${mostHandles}`] : []),
      // A gateway that refuses all keeps nothing in memory.
      ...(good < LEAST_GOOD ? [`only ${round(good * 100)} % of the answers were 200`] : []),
      ...(last.searched === 0 || last.userSigs === 0
        ? ['nothing was searched for secrets, or no UserSig was known']
        : []),
      ...(unforeseen > 0 ? [`${unforeseen} answers were 500`] : []),
    ],
  }
}
