import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** From the palest to the deepest; 6 carries white text with a contrast above 4.5. */
const GAIT: MantineColorsTuple = [
  "#e3f7f2",
  "#c6ece3",
  "#9bdfcf",
  "#6fd3bc",
  "#47c7ab",
  "#22a88d",
  "#0f7f6c",
  "#0a7565",
  "#075c4f",
  "#04443a",
];

/** What the component library takes for dark surfaces; the same as in tokens.css. */
const DARK: MantineColorsTuple = [
  "#e8eeee",
  "#b3bfc2",
  "#8f9da1",
  "#6d7b80",
  "#36444a",
  "#232d31",
  "#1b2428",
  "#141b1e",
  "#0d1214",
  "#0a0e10",
];

const dense = { defaultProps: { size: "xs" } };

/** The component library in our colours: small, quiet, without shadows where a line will do. */
export const THEME = createTheme({
  primaryColor: "gait",
  primaryShade: { light: 7, dark: 6 },
  colors: { gait: GAIT, dark: DARK },
  fontFamily: "var(--font-text)",
  fontFamilyMonospace: "var(--font-code)",
  headings: { fontFamily: "var(--font-text)", fontWeight: "600" },
  defaultRadius: "sm",
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  respectReducedMotion: true,
  components: {
    Button: dense,
    TextInput: dense,
    NumberInput: dense,
    PasswordInput: dense,
    Select: dense,
    NativeSelect: dense,
    Textarea: dense,
    Checkbox: dense,
    Switch: dense,
    Radio: dense,
    SegmentedControl: {
      defaultProps: { ...dense.defaultProps, withItemsBorders: false },
      vars: () => ({ root: { "--sc-padding": "0.25rem 0.625rem" } }),
    },
    ActionIcon: { defaultProps: { size: "md", variant: "subtle", color: "gray" } },
    // Locking the scroll adds a style sheet that the pages' Content-Security-Policy refuses.
    Modal: { defaultProps: { transitionProps: { duration: 0 }, centered: true, lockScroll: false } },
    Drawer: { defaultProps: { transitionProps: { duration: 0 }, position: "right", lockScroll: false } },
  },
});
