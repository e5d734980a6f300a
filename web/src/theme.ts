import { createTheme, type CSSVariablesResolver } from '@mantine/core'
import { PAGE, stateVariables } from './state-table'

// Fonts of the reader's own system: the page asks no other origin for anything.
const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'
const MONO = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace'

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  defaultRadius: 'sm',
  fontSizes: { xs: '0.75rem', sm: '0.84rem', md: '0.9rem', lg: '1.05rem', xl: '1.25rem' },
  headings: { fontFamily: SANS, fontWeight: '600', sizes: { h1: { fontSize: '1.4rem', lineHeight: '1.3' }, h2: { fontSize: '1.05rem', lineHeight: '1.4' }, h3: { fontSize: '0.95rem', lineHeight: '1.4' } } },
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs' } },
    Badge: { defaultProps: { tt: 'none', fw: 500 } },
    Table: { defaultProps: { verticalSpacing: 7, horizontalSpacing: 'sm', highlightOnHover: true } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    TextInput: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120 } } },
  },
})

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...stateVariables('light'),
    '--mantine-color-body': PAGE.light,
    '--page-soft': '#f7f8fa', '--page-line': '#e3e6ea', '--page-quiet': '#5c6470', '--page-code': '#f6f7f9',
  },
  dark: {
    ...stateVariables('dark'),
    '--mantine-color-body': PAGE.dark, '--mantine-color-text': '#e4e6ea',
    '--page-soft': '#1c1f26', '--page-line': '#2c313a', '--page-quiet': '#9aa3b0', '--page-code': '#1c1f26',
  },
})
