import { useEffect, useRef } from 'react'
import { cellAnchor } from '../../notebook/Notebook'

const SCROLLS: readonly (keyof WindowEventMap)[] = ['wheel', 'touchmove', 'keydown', 'mousedown']

/** Keeps the running cell on the screen, until the reader scrolls, types or clicks: from then on the page stays where it is. */
export function useFollow(cellId: string | null): void {
  const following = useRef(true)
  useEffect(() => {
    const stop = () => { following.current = false }
    for (const kind of SCROLLS) window.addEventListener(kind, stop, { passive: true })
    return () => { for (const kind of SCROLLS) window.removeEventListener(kind, stop) }
  }, [])
  useEffect(() => {
    if (cellId === null || !following.current) return
    document.getElementById(cellAnchor(cellId))?.scrollIntoView({ block: 'nearest' })
  }, [cellId])
}
