import { useLocalStorage } from '@mantine/hooks'

/** Dags that this reader marked, by id; kept in this browser. */
export function useStars(): { readonly stars: readonly string[]; readonly toggle: (dagId: string) => void } {
  const [stars, setStars] = useLocalStorage<readonly string[]>({ key: 'orrery-stars', defaultValue: [], getInitialValueInEffect: false })
  return { stars, toggle: (dagId) => { setStars((before) => (before.includes(dagId) ? before.filter((id) => id !== dagId) : [...before, dagId])) } }
}
