import type { StateIconName } from '../state-table'

const RING = '<circle cx="12" cy="12" r="9"/>'
/** The icons of states as pictures, for lists of thousands; drawn on 24 by 24. */
const SHAPES: Readonly<Record<StateIconName, string>> = {
  check: `${RING}<path d="m8.5 12 2.5 2.5 4.5-5"/>`,
  cross: `${RING}<path d="m9 9 6 6m0-6-6 6"/>`,
  spinner: '<path d="M12 3a9 9 0 1 0 9 9"/>',
  clock: `${RING}<path d="M12 7v5l3 3"/>`,
  dashed: '<circle cx="12" cy="12" r="9" stroke-dasharray="4 3.1"/>',
  retry: '<path d="M20 11A8 8 0 0 0 5 8M4 4v5h5M4 13a8 8 0 0 0 15 3m1 4v-5h-5"/>',
  up: '<path d="M12 3.5 21.5 20h-19zM12 10v4m0 2.6v.1"/>',
  skip: '<path d="m3 5 8 7-8 7zm10 0 8 7-8 7z"/>',
  ban: `${RING}<path d="m5.7 5.7 12.6 12.6"/>`,
  minus: `${RING}<path d="M8 12h8"/>`,
  cloud: '<path d="M7 18a4.5 4.5 0 0 1 0-9 5.5 5.5 0 0 1 10.6 2A3.5 3.5 0 0 1 18 18zM3 3l18 18"/>',
}

/** A state's icon in a colour such as "#166534", as a CSS image. */
export function glyph(icon: StateIconName, colour: string): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="${colour}" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round">${SHAPES[icon]}</svg>`
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`
}
