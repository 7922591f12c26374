import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { toProblem } from "../../client/api-problem.ts";
import { answer, client, type Schema } from "../../client/client.ts";
import { LogText } from "../../part/log-text.tsx";
import { Menu, MenuItem } from "../../part/menu.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useToast } from "../../part/toast.tsx";
import { toVisible } from "../../part/visible-text.ts";
import { cx } from "../../theme/class-names.ts";
import { DeedPanel } from "./deed-panel.tsx";
import { OnceNote } from "./once-note.tsx";
import { ScrollTable } from "./scroll-table.tsx";
import styles from "./settings-page.module.css";

type User = Schema<"User">;
type Role = User["role"];

const USERS_KEY = ["users"];

const ROLES: readonly { readonly value: Role; readonly label: string }[] = [
  { value: "viewer", label: "Viewer: reads" },
  { value: "analyst", label: "Analyst: judges, adds files" },
  { value: "admin", label: "Administrator: everything" },
];

const toRole = (value: string): Role => ROLES.find((role) => role.value === value)?.value ?? "viewer";

/** A link that somebody made and nobody used. */
interface FreshLink {
  readonly name: string;
  readonly link: Schema<"NewLink">;
}

/** Who may sign in, and as what. */
export function PeopleTab() {
  const [fresh, setFresh] = useState<FreshLink | null>(null);
  const users = useQuery({
    queryKey: USERS_KEY,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/users", { signal })),
  });
  return (
    <div className={styles["stack"]}>
      {fresh !== null && <LinkNote fresh={fresh} onDone={() => setFresh(null)} />}
      <InvitePanel onLink={setFresh} />
      <QueryPanel
        title="People"
        query={users}
        whenEmpty={({ items }) =>
          items.length > 0
            ? null
            : { kind: "empty", text: "Nobody signs in here yet.", next: "Invite somebody." }
        }
      >
        {({ items }) => (
          <ScrollTable label="People" heads={["Name", "Role", "State", "Signed in"]} deeds="What to do">
            {items.map((user) => (
              <UserRow key={user.id} user={user} onLink={setFresh} />
            ))}
          </ScrollTable>
        )}
      </QueryPanel>
    </div>
  );
}

interface LinkNoteProps {
  readonly fresh: FreshLink;
  readonly onDone: () => void;
}

const LinkNote = ({ fresh: { name, link }, onDone }: LinkNoteProps) => (
  <OnceNote
    title={
      link.kind === "invitation"
        ? `The invitation of ${toVisible(name)}`
        : `A new password for ${toVisible(name)}`
    }
    secret={`${location.origin}${link.path}`}
    note={
      <>
        Hand it over yourself. It works once, until <TimeText time={link.expires_at} />, and is not shown
        again.
      </>
    }
    onDone={onDone}
  />
);

function InvitePanel({ onLink }: { readonly onLink: (fresh: FreshLink) => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const invite = useMutation({
    mutationFn: () =>
      answer(client.POST("/api/v1/users", { body: { name, role, ...(email === "" ? {} : { email }) } })),
    onSuccess: ({ user, link }) => {
      onLink({ name: user.name, link });
      setName("");
      setEmail("");
      void queries.invalidateQueries({ queryKey: USERS_KEY });
    },
  });
  return (
    <DeedPanel
      title="Invite somebody"
      note="They get a link from you, and choose a password of their own."
      deed={invite}
      does="Invite"
      fields={
        <>
          <TextInput
            label="Name"
            required
            autoComplete="off"
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label="E-mail, if you like"
            type="email"
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <NativeSelect
            label="Role"
            size="xs"
            data={ROLES}
            value={role}
            onChange={(event) => setRole(toRole(event.currentTarget.value))}
          />
        </>
      }
    />
  );
}

interface UserRowProps {
  readonly user: User;
  readonly onLink: (fresh: FreshLink) => void;
}

/** What an administrator does with somebody. */
function useUserActions({ id, name }: User, onLink: UserRowProps["onLink"]) {
  const toast = useToast();
  const queries = useQueryClient();
  const onError = (error: unknown): void => toast({ text: toProblem(error).detail, isProblem: true });
  const change = useMutation({
    mutationFn: (body: { readonly role?: Role; readonly is_disabled?: boolean }) =>
      answer(client.PATCH("/api/v1/users/{id}", { params: { path: { id } }, body })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: USERS_KEY }),
    onError,
  });
  const link = useMutation({
    mutationFn: () => answer(client.POST("/api/v1/users/{id}/link", { params: { path: { id } } })),
    onSuccess: (made) => onLink({ name, link: made }),
    onError,
  });
  return {
    makeLink: () => link.mutate(),
    setRole: (role: Role) => change.mutate({ role }),
    setDisabled: (next: boolean) =>
      change.mutate(
        { is_disabled: next },
        {
          onSuccess: () =>
            toast({
              text: next
                ? `${toVisible(name)} cannot sign in any more.`
                : `${toVisible(name)} may sign in again.`,
              onUndo: () => change.mutate({ is_disabled: !next }),
            }),
        },
      ),
  };
}

function UserRow({ user, onLink }: UserRowProps) {
  const { name, email, role, state } = user;
  const { makeLink, setRole, setDisabled } = useUserActions(user, onLink);
  const isDisabled = state === "disabled";
  return (
    <tr className={cx(isDisabled && styles["ended"])}>
      <td>
        <LogText text={name} />
        {email !== null && (
          <p className={styles["soft"]}>
            <LogText text={email} />
          </p>
        )}
      </td>
      <td>
        <NativeSelect
          size="xs"
          aria-label={`Role of ${toVisible(name)}`}
          data={ROLES}
          value={role}
          disabled={isDisabled}
          onChange={(event) => setRole(toRole(event.currentTarget.value))}
          maw={220}
          miw={150}
        />
      </td>
      <td className={styles["state"]}>{state}</td>
      <td className={styles["state"]}>
        <TimeText time={user.signed_in_at} />
      </td>
      <td className={styles["end"]}>
        <Menu
          target={
            <Button variant="subtle" aria-label={`What to do with ${toVisible(name)}`} px={6}>
              <Ellipsis size={16} aria-hidden />
            </Button>
          }
        >
          <MenuItem isDisabled={isDisabled} onClick={makeLink}>
            {state === "invited" ? "New invitation" : "Link for a new password"}
          </MenuItem>
          <MenuItem onClick={() => setDisabled(!isDisabled)}>
            {isDisabled ? "Enable" : "Disable, end all sessions"}
          </MenuItem>
        </Menu>
      </td>
    </tr>
  );
}
