import { ActionIcon } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { CircleUserRound, LogOut } from "lucide-react";
import { answer, client } from "../client/client.ts";
import { Menu, MenuItem, MenuLabel } from "../part/menu.tsx";
import { toVisible } from "../part/visible-text.ts";
import { useEnter, useSession } from "../session/use-session.ts";

/** Who is signed in, and the way out. */
export function UserMenu() {
  const user = useSession().data?.user ?? null;
  const enter = useEnter();
  const signOut = useMutation({
    mutationFn: () => answer(client.DELETE("/api/v1/session")),
    onSuccess: enter,
  });
  if (user === null || user.kind === "open") return null;
  return (
    <Menu
      width={200}
      target={
        <ActionIcon aria-label={`Signed in as ${toVisible(user.name)}`}>
          <CircleUserRound size={16} aria-hidden />
        </ActionIcon>
      }
    >
      <MenuLabel>
        {toVisible(user.name)}
        {user.role !== null && `, ${user.role}`}
      </MenuLabel>
      <MenuItem before={<LogOut size={14} aria-hidden />} onClick={() => signOut.mutate()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
