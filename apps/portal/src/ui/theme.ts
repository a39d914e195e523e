/** Our look for the library's controls. Colours and type come from `tokens.css`. */
import { Button, createTheme, type MantineColorsTuple, Progress, SegmentedControl, Skeleton } from '@mantine/core'

const keyturn: MantineColorsTuple = [
  '#e3f1ec',
  '#cbe5dc',
  '#9fcfbf',
  '#6fb7a0',
  '#479f85',
  '#2a8a6f',
  '#177361',
  '#0b5d50',
  '#0a4c42',
  '#083b34',
]

export const theme = createTheme({
  colors: { keyturn },
  primaryColor: 'keyturn',
  primaryShade: 7,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--font)' },
  defaultRadius: 8,
  respectReducedMotion: true,
  components: {
    // 44 px and more: fingers press these.
    Button: Button.extend({
      defaultProps: { size: 'md' },
      styles: { root: { minHeight: 'var(--tap)', fontWeight: 620 }, label: { whiteSpace: 'normal' } },
    }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'md' } }),
    Progress: Progress.extend({ defaultProps: { size: 'lg', radius: 'xl' } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 8 } }),
  },
})
