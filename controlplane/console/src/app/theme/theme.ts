import {
  createTheme,
  type CSSVariablesResolver,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
} from "@mantine/core";

/** Also read by before-paint.js. */
export const THEME_KEY = "camelops.theme";

export const themeManager = localStorageColorSchemeManager({ key: THEME_KEY });

// Mantine wants ten shades; it shows two of them, which are --accent of the two themes.
const petrol: MantineColorsTuple = [
  "#eff9fd", "#dcf1f9", "#b8e3f3", "#89ddee", "#58c5de", "#36a0c0", "#0c87a7", "#066b84", "#025367", "#003948",
]; // prettier-ignore

export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 4 },
  colors: { petrol },
  autoContrast: true,
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--font-mono)",
  fontSizes: {
    xs: "var(--text-xs)",
    sm: "var(--text-sm)",
    md: "var(--text-md)",
    lg: "var(--text-lg)",
    xl: "var(--text-xl)",
  },
  spacing: {
    xs: "var(--space-1)",
    sm: "var(--space-2)",
    md: "var(--space-3)",
    lg: "var(--space-4)",
    xl: "var(--space-5)",
  },
  radius: { sm: "var(--radius-sm)", md: "var(--radius-md)", lg: "var(--radius-lg)" },
  shadows: { md: "var(--shadow)", xl: "var(--shadow)" },
  defaultRadius: "md",
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: {
        size: "compact-md",
        variant: "default",
        fz: "var(--text-md)",
        h: "var(--control)",
        px: "sm",
        fw: 500,
      },
    },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: "var(--control)" } },
    Tooltip: { defaultProps: { withArrow: false, openDelay: 350, fz: "var(--text-sm)", multiline: true, maw: 360 } },
    Popover: { defaultProps: { shadow: "md", withinPortal: true, transitionProps: { duration: 90 } } },
    Menu: { defaultProps: { shadow: "md", withinPortal: true, transitionProps: { duration: 90 } } },
    Modal: {
      defaultProps: { transitionProps: { duration: 90 }, overlayProps: { backgroundOpacity: 0.4 }, radius: "lg" },
    },
    TextInput: { defaultProps: { size: "sm" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
  },
});

const roles = {
  "--mantine-color-body": "var(--surface)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-bright": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-3)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-anchor": "var(--accent)",
  "--mantine-color-error": "var(--error)",
  "--mantine-color-default": "var(--raised)",
  "--mantine-color-default-hover": "var(--hover)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-disabled": "var(--sunken)",
  "--mantine-color-disabled-color": "var(--ink-3)",
  "--mantine-color-disabled-border": "var(--line)",
  "--mantine-color-default-border": "var(--line-strong)",
  "--mantine-color-gray-light-color": "var(--ink-2)",
  "--mantine-color-gray-light-hover": "var(--hover)",
  "--mantine-primary-color-filled": "var(--accent)",
  "--mantine-primary-color-filled-hover": "var(--accent-strong)",
  "--mantine-primary-color-light": "var(--accent-soft)",
  "--mantine-primary-color-light-hover": "var(--accent-soft)",
  "--mantine-primary-color-light-color": "var(--accent-strong)",
  "--mantine-primary-color-contrast": "var(--on-accent)",
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: roles, dark: roles });
