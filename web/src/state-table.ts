import type { components } from './api/schema'
import { glyph } from './parts/glyphs'

type Schemas = components['schemas']
export type State = Schemas['RunState'] | Schemas['TaskState'] | Schemas['AttemptState']
export type StateIconName = 'check' | 'cross' | 'spinner' | 'clock' | 'dashed' | 'retry' | 'up' | 'skip' | 'ban' | 'cloud' | 'minus'
export type Scheme = 'light' | 'dark'

/** Colours of a state in one scheme: words and icons on a badge, its ground, and bars or cells on the page's own ground. */
export interface StateColours { readonly fg: string; readonly bg: string; readonly solid: string }
export interface StateEntry { readonly word: string; readonly icon: StateIconName; readonly light: StateColours; readonly dark: StateColours }

/** Grounds of the page that the colours are tested against. */
export const PAGE: Readonly<Record<Scheme, string>> = { light: '#ffffff', dark: '#16181d' }

const RED = {
  light: { fg: '#991b1b', bg: '#fee2e2', solid: '#dc2626' },
  dark: { fg: '#fca5a5', bg: '#3f1619', solid: '#ef4444' },
}

/** The one table of states: the word, the icon and the colours by which people know them from Airflow. */
export const STATES: Readonly<Record<State, StateEntry>> = {
  success: {
    word: 'success', icon: 'check',
    light: { fg: '#166534', bg: '#dcfce7', solid: '#16a34a' },
    dark: { fg: '#86efac', bg: '#14301f', solid: '#22a352' },
  },
  failed: { word: 'failed', icon: 'cross', ...RED },
  running: {
    word: 'running', icon: 'spinner',
    light: { fg: '#155e75', bg: '#cffafe', solid: '#0891b2' },
    dark: { fg: '#67e8f9', bg: '#0f2f38', solid: '#06b6d4' },
  },
  queued: {
    word: 'queued', icon: 'clock',
    light: { fg: '#44403c', bg: '#e7e5e4', solid: '#78716c' },
    dark: { fg: '#d6d3d1', bg: '#2c2927', solid: '#a8a29e' },
  },
  none: {
    word: 'not started', icon: 'dashed',
    light: { fg: '#4b5563', bg: '#f1f3f5', solid: '#7b8494' },
    dark: { fg: '#c3c8d0', bg: '#23272e', solid: '#6b7280' },
  },
  up_for_retry: {
    word: 'up for retry', icon: 'retry',
    light: { fg: '#854d0e', bg: '#fef9c3', solid: '#a16207' },
    dark: { fg: '#fde047', bg: '#362b0a', solid: '#eab308' },
  },
  upstream_failed: {
    word: 'upstream failed', icon: 'up',
    light: { fg: '#9a3412', bg: '#ffedd5', solid: '#ea580c' },
    dark: { fg: '#fdba74', bg: '#3a2113', solid: '#f97316' },
  },
  skipped: {
    word: 'skipped', icon: 'skip',
    light: { fg: '#9d174d', bg: '#fce7f3', solid: '#db2777' },
    dark: { fg: '#f9a8d4', bg: '#3b1528', solid: '#f472b6' },
  },
  cancelled: {
    word: 'cancelled', icon: 'ban',
    light: { fg: '#334155', bg: '#e2e8f0', solid: '#64748b' },
    dark: { fg: '#cbd5e1', bg: '#252c37', solid: '#94a3b8' },
  },
  removed: {
    word: 'removed', icon: 'minus',
    light: { fg: '#334155', bg: '#f1f5f9', solid: '#64748b' },
    dark: { fg: '#cbd5e1', bg: '#1e242d', solid: '#94a3b8' },
  },
  lost: {
    word: 'platform failed', icon: 'cloud',
    light: { ...RED.light, bg: PAGE.light },
    dark: { ...RED.dark, bg: PAGE.dark },
  },
}

const ACTIVE: ReadonlySet<State> = new Set<State>(['queued', 'running', 'up_for_retry'])

/** Whether more is to come without anybody doing something. */
export function isActive(state: State): boolean {
  return ACTIVE.has(state)
}

/** Custom properties such as --state-failed-fg for one scheme, and --state-failed-glyph, its icon. */
export function stateVariables(scheme: Scheme): Record<string, string> {
  return Object.fromEntries(Object.entries(STATES).flatMap(([state, entry]) => [
    ...Object.entries(entry[scheme] as StateColours).map(([part, colour]) => [`--state-${state}-${part}`, colour]),
    [`--state-${state}-glyph`, glyph(entry.icon, entry[scheme].fg)],
  ]))
}
