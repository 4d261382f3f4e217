import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument, Scalar } from 'yaml'
import type { Document, Node } from 'yaml'

/** One wrong line of a file: what is wrong, and what to write. */
export interface Mistake {
  /** From 1. */
  readonly line: number
  readonly text: string
}

/** A value with its line, so that whoever looks at it later can still say where it stands. */
export interface Placed<Value> {
  readonly value: Value
  readonly line: number
}

interface File {
  readonly source: string
  readonly document: Document
  readonly lines: LineCounter
  readonly mistakes: Mistake[]
}

/** A place in a YAML file. Whatever is wrong there is noted with its line, so that one look names all of it. */
export class FileNode {
  readonly #file: File
  readonly #node: Node | null
  readonly #line: number

  private constructor(file: File, node: Node | null, line: number) {
    this.#file = file
    this.#node = isAlias(node) ? (node.resolve(file.document) ?? null) : node
    this.#line = line
  }

  /** @returns undefined for what is no YAML: half of a table would be read as if the rest were missing. `mistakes` says where */
  static open(source: string, mistakes: Mistake[]): FileNode | undefined {
    const lines = new LineCounter()
    const document = parseDocument(source, { lineCounter: lines, prettyErrors: false })
    for (const { code, message, pos } of document.errors) {
      mistakes.push({ line: lines.linePos(pos[0]).line, text: inWords(code, message) })
    }
    // What stands there twice is wrong, and everything else can be looked at.
    if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) return undefined
    return new FileNode({ source, document, lines, mistakes }, document.contents, 1)
  }

  get line(): number {
    return this.#line
  }

  /** Notes what is wrong here. @param line where in it, when that is known better */
  wrong(text: string, line = this.#line): undefined {
    this.#file.mistakes.push({ line, text })
    return undefined
  }

  placed<Value>(value: Value): Placed<Value> {
    return { value, line: this.#line }
  }

  get isEmpty(): boolean {
    return this.#node === null || (isScalar(this.#node) && this.#node.value === null)
  }

  /** The words that stand there, a number as it is written. @returns undefined for a list or a table */
  text(): string | undefined {
    if (!isScalar(this.#node)) return undefined
    const { value, source } = this.#node
    return typeof value === 'string' ? value : (source ?? String(value))
  }

  /** The line on which this character of `text()` stands: known of a block after `|`, else the first. */
  lineAt(offset: number): number {
    if (!isScalar(this.#node) || this.#node.type !== Scalar.BLOCK_LITERAL) return this.#line
    const before = this.text()?.slice(0, offset) ?? ''
    return this.#line + 1 + (before.match(/\n/g)?.length ?? 0)
  }

  /** @returns undefined where there is no list */
  list(): FileNode[] | undefined {
    if (!isSeq<Node | null>(this.#node)) return undefined
    return this.#node.items.map((item) => this.#at(item))
  }

  /** What stands under each name. @returns undefined where there are no names */
  entries(): { readonly name: string; readonly line: number; readonly value: FileNode }[] | undefined {
    if (!isMap<Node, Node | null>(this.#node)) return undefined
    return this.#node.items.map(({ key, value }) => {
      const line = this.#lineOf(key)
      return { name: isScalar(key) ? String(key.value) : '', line, value: this.#at(value, line) }
    })
  }

  #at(node: Node | null, line = this.#line): FileNode {
    // A text that begins below its name is said to stand at its name: that is what a person looks for.
    const own = isMap(node) || isSeq(node) || node === null ? line : this.#lineOf(node)
    return new FileNode(this.#file, node, isMap(node) ? this.#lineOf(node) : own)
  }

  #lineOf(node: Node): number {
    return this.#file.lines.linePos(node.range?.[0] ?? 0).line
  }
}

function inWords(code: string, message: string): string {
  if (code === 'BAD_SCALAR_START' && message.includes('@')) return `a name that begins with @ stands in quotes: "@name"`
  if (code === 'TAB_AS_INDENT') return 'a tab stands in front: use spaces'
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return `a text with a colon stands in quotes, or in lines of its own after '|'`
  if (code === 'MULTIPLE_DOCS') return 'another document begins here: one campaign a file'
  if (code === 'DUPLICATE_KEY') return 'this name is there already: keep one of the two'
  return message.replace(/\s+/g, ' ')
}
