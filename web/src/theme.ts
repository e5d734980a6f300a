import { createTheme, type CSSVariablesResolver } from '@mantine/core'
import { PAGE, stateVariables } from './state-table'

// Fonts of the reader's own system: the page asks no other origin for anything.
const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'
const MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace'

export const theme = createTheme({
  colors: { dark: ['#e4e6ea', '#c9cdd4', '#9aa3b0', '#7b8494', '#3a414c', '#2c313a', '#22262e', '#16181d', '#121419', '#0d0f13'] },
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  defaultRadius: 'sm',
  fontSizes: { xs: '0.75rem', sm: '0.84rem', md: '0.9rem', lg: '1.05rem', xl: '1.25rem' },
  headings: { fontFamily: SANS, fontWeight: '600', sizes: { h1: { fontSize: '1.4rem', lineHeight: '1.3' }, h2: { fontSize: '1.05rem', lineHeight: '1.4' }, h3: { fontSize: '0.95rem', lineHeight: '1.4' } } },
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs' } },
    Table: { defaultProps: { verticalSpacing: 7, horizontalSpacing: 'sm', highlightOnHover: true } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    TextInput: { defaultProps: { size: 'sm' } },
    // Its usual name has the field's own in it, by which readers and tests would find two things.
    PasswordInput: { defaultProps: { visibilityToggleButtonProps: { 'aria-label': 'Show what is typed' } } },
    Modal: { defaultProps: { centered: true, lockScroll: false, overlayProps: { backgroundOpacity: 0.4 }, transitionProps: { duration: 120 } } },
  },
})

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...stateVariables('light'),
    '--mantine-color-body': PAGE.light, '--mantine-color-dimmed': '#5c6470', '--mantine-color-placeholder': '#6b7280',
    '--page-soft': '#f7f8fa', '--page-line': '#e3e6ea', '--page-quiet': '#5c6470', '--page-code': '#f6f7f9',
  },
  dark: {
    ...stateVariables('dark'),
    '--mantine-color-body': PAGE.dark, '--mantine-color-text': '#e4e6ea', '--mantine-color-dimmed': '#9aa3b0', '--mantine-color-placeholder': '#8b93a1',
    '--page-soft': '#1c1f26', '--page-line': '#2c313a', '--page-quiet': '#9aa3b0', '--page-code': '#1c1f26',
  },
})
