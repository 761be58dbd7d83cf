import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

// The ten steps are for Mantine's own arithmetic; what is seen comes from tokens.css.
const harbour: MantineColorsTuple = [
  '#E3EFF3',
  '#C7DCE3',
  '#B1DDED',
  '#8CCBE2',
  '#5FA6C0',
  '#3A829F',
  '#1F6481',
  '#0B4A63',
  '#083A4E',
  '#062B3B',
]

export const theme = createTheme({
  primaryColor: 'harbour',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  colors: { harbour },
  white: '#FFFFFF',
  black: '#14222B',
  fontFamily: 'var(--font-ui)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font-ui)', fontWeight: '650' },
  fontSizes: { xs: '13px', sm: '15px', md: '16px', lg: '17px', xl: '22px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '3px', md: '6px', lg: '10px', xl: '10px' },
  defaultRadius: 3,
  focusRing: 'never', // ours is in base.css, for everything
  // Text on the colour of actions is white by day and dark by night.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input)
    const primary = input.variant === 'filled' && (input.color === undefined || input.color === 'harbour')
    return primary ? { ...colors, color: 'var(--on-harbour)', hoverColor: 'var(--on-harbour)' } : colors
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { h: 40 } },
    Modal: { defaultProps: { radius: 10, transitionProps: { duration: 0 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 0 } } },
  },
})

/** Gives Mantine's variables the values of tokens.css, in both themes at once. */
export const variables: CSSVariablesResolver = () => {
  const same = {
    '--mantine-color-body': 'var(--ground)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink2)',
    '--mantine-color-default': 'var(--panel)',
    '--mantine-color-default-hover': 'var(--harbour-tint)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--control)',
    '--mantine-color-placeholder': 'var(--ink3)',
    '--mantine-color-anchor': 'var(--harbour)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-color-disabled': 'var(--ground)',
    '--mantine-color-disabled-color': 'var(--ink2)',
    '--mantine-color-disabled-border': 'var(--control)',
    '--mantine-primary-color-filled': 'var(--harbour)',
    '--mantine-primary-color-filled-hover': 'var(--harbour-hover)',
    '--mantine-primary-color-light': 'var(--harbour-tint)',
    '--mantine-primary-color-light-hover': 'var(--harbour-tint)',
    '--mantine-primary-color-light-color': 'var(--harbour)',
    '--mantine-primary-color-contrast': 'var(--on-harbour)',
    '--mantine-color-gray-4': 'var(--control)',
    '--mantine-color-dark-4': 'var(--control)',
    '--mantine-color-dark-6': 'var(--panel)',
    '--mantine-color-dark-7': 'var(--ground)',
    '--mantine-color-gray-1': 'var(--ground)',
    '--mantine-color-harbour-filled': 'var(--harbour)',
    '--mantine-color-harbour-filled-hover': 'var(--harbour-hover)',
  }
  return { variables: {}, light: same, dark: same }
}
