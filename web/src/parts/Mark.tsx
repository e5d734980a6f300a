/** The platform's mark: a sun and two planets on their orbits. Drawn in place, so that it is there with the first paint; public/favicon.svg is the same. */
export function Mark({ size }: { size: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden style={{ flex: 'none', display: 'block' }}>
      <g fill="none" stroke="#4c6ef5" strokeWidth="2"><circle cx="16" cy="16" r="13" /><circle cx="16" cy="16" r="7.6" opacity=".55" /></g>
      <circle cx="16" cy="16" r="3.6" fill="#f59f00" />
      <circle cx="25.2" cy="6.8" r="3.4" fill="#4c6ef5" />
      <circle cx="10.6" cy="21.4" r="2.3" fill="#15aabf" />
    </svg>
  )
}
