/** Lines in a piece of a log, so that the browser lays out only the pieces in sight. */
export const LINES = 200

/** A text cut into pieces of whole lines; pieces before the last stay the same when the text grows. */
export function chunks(text: string): string[] {
  const rows = text.split('\n')
  const pieces: string[] = []
  for (let at = 0; at < rows.length; at += LINES) pieces.push(rows.slice(at, at + LINES).join('\n'))
  return pieces
}
