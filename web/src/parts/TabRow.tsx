import { Tabs } from '@mantine/core'
import { useEffect, useRef } from 'react'

/** The heads of tabs, in one row: where the screen is too narrow for it the row scrolls, and the chosen tab is in sight. */
export function TabRow({ tabs, shown }: { tabs: readonly (readonly [value: string, words: string])[]; shown: string }) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const [box, tab] = [row.current, row.current?.querySelector<HTMLElement>('[aria-selected=true]')]
    if (box != null && tab != null) box.scrollLeft = tab.offsetLeft - (box.clientWidth - tab.offsetWidth) / 2
  }, [shown])
  return (
    <Tabs.List ref={row} mb="md" style={{ position: 'relative', flexWrap: 'nowrap', overflowX: 'auto', overflowY: 'hidden' }}>
      {tabs.map(([value, words]) => <Tabs.Tab key={value} value={value} style={{ flex: 'none' }}>{words}</Tabs.Tab>)}
    </Tabs.List>
  )
}
