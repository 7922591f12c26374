import { ActionIcon, useMantineColorScheme } from "@mantine/core";
import { Clock, Keyboard, Moon, Settings2, Sun, SunMoon } from "lucide-react";
import { Menu, MenuDivider, MenuItem, MenuLabel } from "../part/menu.tsx";
import { useZone } from "../time-range/zone.ts";
import { openShortcutHelp } from "./help-state.ts";

const SCHEMES = [
  { scheme: "auto", label: "As the system", icon: SunMoon },
  { scheme: "dark", label: "Dark", icon: Moon },
  { scheme: "light", label: "Light", icon: Sun },
] as const;

/** How things are shown: colours, zone of times. */
export function ViewMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [zone, setZone] = useZone();
  return (
    <Menu
      width={210}
      target={
        <ActionIcon aria-label="How things are shown">
          <Settings2 size={15} aria-hidden />
        </ActionIcon>
      }
    >
      <MenuLabel>Colours</MenuLabel>
      {SCHEMES.map(({ scheme, label, icon: Icon }) => (
        <MenuItem
          key={scheme}
          before={<Icon size={14} aria-hidden />}
          after={colorScheme === scheme ? "✓" : null}
          onClick={() => setColorScheme(scheme)}
        >
          {label}
        </MenuItem>
      ))}
      <MenuDivider />
      <MenuLabel>Times</MenuLabel>
      {(["utc", "local"] as const).map((one) => (
        <MenuItem
          key={one}
          before={<Clock size={14} aria-hidden />}
          after={zone === one ? "✓" : null}
          onClick={() => setZone(one)}
        >
          {one === "utc" ? "UTC" : "This browser's zone"}
        </MenuItem>
      ))}
      <MenuDivider />
      <MenuItem before={<Keyboard size={14} aria-hidden />} after="?" onClick={openShortcutHelp}>
        Keyboard
      </MenuItem>
    </Menu>
  );
}
