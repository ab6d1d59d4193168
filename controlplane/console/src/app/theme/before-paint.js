// Runs before the first paint, alone: no imports. The key is THEME_KEY of theme.ts, the attribute Mantine's.
(() => {
  let chosen;
  try {
    chosen = localStorage.getItem("camelops.theme");
  } catch {
    // A browser that keeps nothing for us follows the system.
  }
  const dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
