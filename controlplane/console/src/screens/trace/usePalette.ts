import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useState } from "react";

import { forgetWidths, type Palette, readPalette } from "./draw/palette";

/** The canvas's colours and letters: read anew when the theme changes and once the letters are there. */
export function usePalette(): Palette {
  const scheme = useComputedColorScheme();
  const [palette, setPalette] = useState(readPalette);
  useEffect(() => {
    const read = () => {
      forgetWidths();
      setPalette(readPalette());
    };
    read();
    let isHere = true;
    const { font } = readPalette();
    const faces = ["400", "600", "italic 400"].map((face) => document.fonts.load(`${face} 12px ${font}`));
    void Promise.allSettled(faces).then(() => isHere && read());
    return () => {
      isHere = false;
    };
  }, [scheme]);
  return palette;
}
