/** A set of rows: one bit each. */
export class Bits {
  readonly size: number;
  private readonly words: Uint32Array;

  private constructor(size: number, words: Uint32Array) {
    this.size = size;
    this.words = words;
  }

  static empty(size: number): Bits {
    return new Bits(size, new Uint32Array((size + 31) >>> 5));
  }

  copy(): Bits {
    return new Bits(this.size, this.words.slice());
  }

  has(row: number): boolean {
    return (((this.words[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1;
  }

  add(row: number): void {
    const word = row >>> 5;
    this.words[word] = (this.words[word] ?? 0) | (1 << (row & 31));
  }

  remove(row: number): void {
    const word = row >>> 5;
    this.words[word] = (this.words[word] ?? 0) & ~(1 << (row & 31));
  }

  count(): number {
    let count = 0;
    for (let word of this.words) {
      for (; word !== 0; count += 1) word = (word & (word - 1)) >>> 0;
    }
    return count;
  }
}
