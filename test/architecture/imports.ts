import { isNode, type Source, walk } from './checkout.ts'

interface Import {
  readonly from: string
  readonly isType: boolean
  readonly at: number
}

const KINDS = /^((Import|ExportNamed|ExportAll)(Declaration|Expression)|TSImportType)$/

/** All imports of a source: static, re-exported, dynamic, and those of types alone. */
export function importsOf({ program }: Source): Import[] {
  return walk(program).flatMap(([{ type, source, importKind, exportKind, start }]) => {
    if (!KINDS.test(type) || !isNode(source)) return []
    if (typeof source.value !== 'string') return []
    const isType = type === 'TSImportType' || [importKind, exportKind].includes('type')
    return [{ from: source.value, isType, at: start }]
  })
}
