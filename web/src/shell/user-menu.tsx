import { ActionIcon, Menu } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { CircleUserRound, LogOut } from "lucide-react";
import { answer, client } from "../client/client.ts";
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
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon aria-label={`Signed in as ${toVisible(user.name)}`}>
          <CircleUserRound size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {toVisible(user.name)}
          {user.role !== null && `, ${user.role}`}
        </Menu.Label>
        <Menu.Item leftSection={<LogOut size={14} aria-hidden />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
