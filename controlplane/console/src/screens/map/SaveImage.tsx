import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { RefObject } from "react";

import { notifyProblem } from "@/app/notify";
import { download } from "@/kit/table/export";

import { pngOf, svgOf } from "./image";
import type { Size } from "./viewport";

/** The whole map as a picture, as it looks now, in the theme that is on. */
export function SaveImage({ place, size }: { place: RefObject<HTMLElement | null>; size: Size }) {
  const draw = () => {
    const svg = place.current?.querySelector("svg");
    return svg ? svgOf(svg, size) : "";
  };
  const savePng = () =>
    pngOf(draw(), size).then(
      (image) => download("service-map.png", image, "image/png"),
      (error: unknown) => notifyProblem("Saving the map", error),
    );
  return (
    <Menu position="top-start" width={220}>
      <Tooltip label="Save as a picture">
        <Menu.Target>
          <ActionIcon aria-label="Save as a picture">
            <IconDownload size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
      </Tooltip>
      <Menu.Dropdown>
        <Menu.Label>The whole map, as it is shown</Menu.Label>
        <Menu.Item onClick={() => download("service-map.svg", draw(), "image/svg+xml")}>SVG</Menu.Item>
        <Menu.Item onClick={() => void savePng()}>PNG</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
