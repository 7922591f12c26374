import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import { Clock, Keyboard, Moon, Settings2, Sun, SunMoon } from "lucide-react";
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
    <Menu position="bottom-end" width={210}>
      <Menu.Target>
        <ActionIcon aria-label="How things are shown">
          <Settings2 size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Colours</Menu.Label>
        {SCHEMES.map(({ scheme, label, icon: Icon }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={14} aria-hidden />}
            rightSection={colorScheme === scheme ? "✓" : null}
            onClick={() => setColorScheme(scheme)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>Times</Menu.Label>
        {(["utc", "local"] as const).map((one) => (
          <Menu.Item
            key={one}
            leftSection={<Clock size={14} aria-hidden />}
            rightSection={zone === one ? "✓" : null}
            onClick={() => setZone(one)}
          >
            {one === "utc" ? "UTC" : "This browser's zone"}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<Keyboard size={14} aria-hidden />}
          rightSection="?"
          onClick={openShortcutHelp}
        >
          Keyboard
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
