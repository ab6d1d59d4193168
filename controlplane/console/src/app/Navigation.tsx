import { Menu, Tooltip, useMantineColorScheme } from "@mantine/core";
import {
  IconBrightness,
  IconKeyboard,
  IconLayoutSidebar,
  IconLayoutSidebarLeftCollapse,
  IconMoon,
  IconSearch,
  IconSun,
  IconSunMoon,
} from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ComponentProps, ReactNode } from "react";

import { api } from "@/api/client";
import { Keys } from "@/kit/Keys";

import { openPalette } from "./CommandPalette";
import { DESTINATIONS, type Destination } from "./navigation";
import css from "./Navigation.module.css";
import { setPreference, usePreferences } from "./preferences";
import { useShortcut } from "./shortcuts";
import { openShortcutSheet } from "./ShortcutSheet";

export function Navigation() {
  const version = api.useQuery("get", "/api/v1/version", {}, { staleTime: Number.POSITIVE_INFINITY });
  return (
    <nav className={css["navigation"]} aria-label="Screens">
      <div className={css["brand"]}>
        <Mark />
        <span className={css["word"]}>camelops</span>
      </div>
      <Item label="Search or jump…" hint={<Keys keys="mod+k" />} className={css["jump"] ?? ""} onClick={openPalette}>
        <IconSearch aria-hidden />
      </Item>
      <ul className={css["list"]}>
        {DESTINATIONS.map((each) => (
          <li key={each.label}>
            <DestinationLink {...each} />
          </li>
        ))}
      </ul>
      <div className={css["foot"]}>
        <ThemeMenu />
        <Item label="Keyboard" hint={<Keys keys="?" />} onClick={openShortcutSheet}>
          <IconKeyboard aria-hidden />
        </Item>
        <CollapseItem />
        {version.data && (
          <p className={css["version"]} title={`camelops ${version.data.version}`}>
            {version.data.tenant}
            <span>{version.data.version}</span>
          </p>
        )}
      </div>
    </nav>
  );
}

function DestinationLink({ to, label, icon: Icon, letter }: Destination) {
  const navigate = useNavigate();
  useShortcut(`g ${letter}`, `Go to ${label}`, "Go", () => void navigate({ to }));
  return (
    <Named label={label}>
      <Link to={to} activeOptions={{ exact: to === "/", includeSearch: false }} className={css["item"] ?? ""}>
        <Icon aria-hidden />
        <span className={css["word"]}>{label}</span>
      </Link>
    </Named>
  );
}

interface ItemProps extends ComponentProps<"button"> {
  label: string;
  hint?: ReactNode;
}

function Item({ label, hint, children, className = "", ...rest }: ItemProps) {
  return (
    <Named label={label}>
      <button type="button" className={`${css["item"]} ${className}`} {...rest}>
        {children}
        <span className={css["word"]}>{label}</span>
        {hint !== undefined && (
          <span className={css["hint"]} aria-hidden>
            {hint}
          </span>
        )}
      </button>
    </Named>
  );
}

/** On the rail the word is not shown: a tooltip has it. */
function Named({ label, children }: { label: string; children: ReactNode }) {
  const isRail = usePreferences((preferences) => preferences.navigation === "rail");
  return (
    <Tooltip label={label} position="right" disabled={!isRail}>
      {children}
    </Tooltip>
  );
}

const THEMES = [
  { value: "light", label: "Light", icon: IconSun },
  { value: "dark", label: "Dark", icon: IconMoon },
  { value: "auto", label: "As the system", icon: IconSunMoon },
] as const;

function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const density = usePreferences((preferences) => preferences.density);
  return (
    <Menu position="right-end" width={200}>
      <Menu.Target>
        <button type="button" className={css["item"]}>
          <IconBrightness aria-hidden />
          <span className={css["word"]}>Appearance</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Theme</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as typeof colorScheme)}>
          {THEMES.map(({ value, label, icon: Icon }) => (
            <Menu.RadioItem key={value} value={value} rightSection={<Icon size={16} aria-hidden />}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label>Rows</Menu.Label>
        <Menu.RadioGroup value={density} onChange={(value) => setPreference({ density: value as typeof density })}>
          <Menu.RadioItem value="comfortable">Comfortable</Menu.RadioItem>
          <Menu.RadioItem value="compact">Compact</Menu.RadioItem>
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function CollapseItem() {
  const isRail = usePreferences((preferences) => preferences.navigation === "rail");
  const Icon = isRail ? IconLayoutSidebar : IconLayoutSidebarLeftCollapse;
  return (
    <Item
      label={isRail ? "Show names" : "Hide names"}
      className={css["collapse"] ?? ""}
      onClick={() => setPreference({ navigation: isRail ? "wide" : "rail" })}
    >
      <Icon aria-hidden />
    </Item>
  );
}

function Mark() {
  return (
    <svg className={css["mark"]} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path
        d="M5 21.5c2.6 0 3-7.5 6-7.5s3 4 5 4 2-8.5 5.2-8.5S24.6 21.5 27 21.5"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
