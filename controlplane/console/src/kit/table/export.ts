/** Rows as files: exact values, not those rounded for the screen. */
export type Cell = string | number | bigint | boolean | null | undefined;

// A program that opens CSV runs what begins like a formula: such text is quoted with an apostrophe in front.
// Blanks before it, and the wide forms of the signs, do not stop some of them (OWASP, CSV injection).
const FORMULA = /^\s*[=+\-@\t\r\n＝＋－＠]/;

/** RFC 4180, with a header line. */
export function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const field = (cell: Cell): string => {
    if (cell === null || cell === undefined) return "";
    const text = typeof cell === "string" && FORMULA.test(cell) ? `'${cell}` : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [header, ...rows].map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

/** One object per line. BigInts become decimal strings, as in the API. */
export function jsonLines(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const plain = (cell: Cell) => (typeof cell === "bigint" ? String(cell) : (cell ?? null));
  return rows
    .map((row) => `${JSON.stringify(Object.fromEntries(header.map((name, index) => [name, plain(row[index])])))}\n`)
    .join("");
}

/** Saves text or bytes as a file. */
export function download(name: string, content: string | Blob, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the address by the next task.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
