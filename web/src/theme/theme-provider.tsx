import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import type { ReactNode } from "react";
import { THEME } from "./theme.ts";
import "./mantine.css";
import "./tokens.css";
import "./base.css";

const colorSchemes = localStorageColorSchemeManager({ key: "gait-color-scheme" });

/** The page's own mark on its style sheets: those of strangers are refused by the Content-Security-Policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="gait-nonce"]')?.content ?? "";

/** Colours, type and components for everything inside. Follows the system until somebody chooses. */
export const ThemeProvider = ({ children }: { readonly children: ReactNode }) => (
  <MantineProvider
    theme={THEME}
    defaultColorScheme="auto"
    colorSchemeManager={colorSchemes}
    getStyleNonce={() => nonce}
  >
    {children}
  </MantineProvider>
);
