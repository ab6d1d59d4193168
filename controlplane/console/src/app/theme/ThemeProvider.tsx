import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { type ReactNode, useEffect } from "react";

import { usePreferences } from "../preferences";
import { cssVariables, theme, themeManager } from "./theme";

/** Light, dark or as the system, and the density: both are attributes of <html>, everything else is CSS. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const density = usePreferences((preferences) => preferences.density);
  useEffect(() => {
    document.documentElement.dataset["density"] = density;
  }, [density]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={themeManager}
      defaultColorScheme="auto"
    >
      <Notifications position="bottom-right" limit={4} autoClose={6_000} />
      {children}
    </MantineProvider>
  );
}
