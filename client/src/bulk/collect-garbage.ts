import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What lives in a run over a million rows takes half of this. */
const MOST_HEAP_BYTES = 32 * 1024 * 1024

/**
 * Makes a function that has garbage collected once the heap is larger than it need be. Left to itself V8 collects when it finds the time,
 * and on a busy machine the heap of a long run grows to several times what lives in it: the promise of 200 MB would be luck.
 */
export function createCollector(): () => void {
  const collect = collectorOfNode()
  return () => {
    if (collect && getHeapStatistics().used_heap_size > MOST_HEAP_BYTES) collect()
  }
}

/** Node's own, which is there on demand; undefined where it can't be had. */
function collectorOfNode(): (() => void) | undefined {
  try {
    setFlagsFromString('--expose-gc')
    return runInNewContext('gc') as () => void
  } catch {
    return undefined
  }
}
