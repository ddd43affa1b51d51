/** A table; a bar inside a cell would end it. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

export const code = (text: string | number): string => `\`${text}\``

/** The body of the first section whose heading matches; undefined where there is none. */
export function section(markdown: string, heading: RegExp): string | undefined {
  const [, ...sections] = markdown.split(/^## /m)
  const found = sections.find((text) => heading.test(text.split('\n', 1)[0] ?? ''))
  return found?.slice(found.indexOf('\n')).trim()
}

/** Fills what stands between `<!-- printed:name -->` and `<!-- /printed -->`, each at the start of a line. */
export const fill = (markdown: string, lists: Readonly<Record<string, string>>): string =>
  markdown.replace(MARKERS, (whole, open: string, name: string, close: string) =>
    lists[name] === undefined ? whole : `${open}\n\n${lists[name]}\n\n${close}`,
  )

export const markersIn = (markdown: string): string[] =>
  [...markdown.matchAll(MARKERS)].map(([, , name]) => name).filter((name) => name !== undefined)

const MARKERS = /^(<!-- printed:([\w-]+) -->)$[\s\S]*?^(<!-- \/printed -->)$/gm
