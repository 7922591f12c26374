import { Button, Checkbox, Group, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toProblem } from "../../client/api-problem.ts";
import { answer, client, type Schema } from "../../client/client.ts";
import { readClock } from "../../clock.ts";
import { LogText } from "../../part/log-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useToast } from "../../part/toast.tsx";
import { toVisible } from "../../part/visible-text.ts";
import { cx } from "../../theme/class-names.ts";
import { DeedPanel } from "./deed-panel.tsx";
import { OnceNote } from "./once-note.tsx";
import { ScrollTable } from "./scroll-table.tsx";
import styles from "./settings-page.module.css";

type Key = Schema<"Key">;
type Scope = Key["scopes"][number];

const KEYS_KEY = ["keys"];
const DAY_MS = 86_400_000;

const SCOPES: readonly { readonly value: Scope; readonly label: string }[] = [
  { value: "read", label: "read: look at everything" },
  { value: "ingest", label: "ingest: send logs" },
  { value: "triage", label: "triage: judge, mute" },
  { value: "admin", label: "admin: everything" },
];

const LIVES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "a year" },
  { value: "", label: "until it is ended" },
] as const;

/** Keys of programs that use the API. */
export function KeysTab() {
  const [fresh, setFresh] = useState<{ readonly name: string; readonly key: string } | null>(null);
  const keys = useQuery({
    queryKey: KEYS_KEY,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/keys", { signal })),
  });
  return (
    <div className={styles["stack"]}>
      {fresh !== null && (
        <OnceNote
          title={`The key ${toVisible(fresh.name)}`}
          secret={fresh.key}
          note="It is not shown again: only a digest of it is kept. Programs send it in the header X-API-Key."
          onDone={() => setFresh(null)}
        />
      )}
      <NewKeyPanel onMade={setFresh} />
      <QueryPanel
        title="Keys"
        query={keys}
        whenEmpty={({ items }) =>
          items.length > 0 ? null : { kind: "empty", text: "No program has a key.", next: "Make one above." }
        }
      >
        {({ items }) => <KeyTable keys={items} />}
      </QueryPanel>
    </div>
  );
}

const KeyTable = ({ keys }: { readonly keys: readonly Key[] }) => (
  <ScrollTable label="Keys" heads={["For", "Allows", "State", "Expires", "Last used"]} deeds="What to do">
    {keys.toReversed().map((key) => (
      <KeyRow key={key.id} apiKey={key} />
    ))}
  </ScrollTable>
);

const toExpiry = (days: string): string | null =>
  days === "" ? null : new Date(readClock() + Number(days) * DAY_MS).toISOString();

function NewKeyPanel({
  onMade,
}: {
  readonly onMade: (fresh: { readonly name: string; readonly key: string }) => void;
}) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read"]);
  const [life, setLife] = useState<string>("90");
  const make = useMutation({
    mutationFn: () =>
      answer(
        client.POST("/api/v1/keys", { body: { name, scopes: [...scopes], expires_at: toExpiry(life) } }),
      ),
    onSuccess: (made) => {
      onMade(made);
      setName("");
      void queries.invalidateQueries({ queryKey: KEYS_KEY });
    },
  });
  return (
    <DeedPanel
      title="Make a key"
      note="For programs: collectors of logs, dashboards, scripts."
      deed={make}
      does="Make the key"
      isDisabled={scopes.length === 0}
      fields={
        <>
          <TextInput
            label="What it is for"
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label="How long"
            size="xs"
            data={LIVES}
            value={life}
            onChange={(event) => setLife(event.currentTarget.value)}
          />
        </>
      }
    >
      <Checkbox.Group
        label="What it allows"
        size="xs"
        value={[...scopes]}
        onChange={(values) => setScopes(SCOPES.flatMap(({ value }) => (values.includes(value) ? value : [])))}
      >
        <Group gap="md" mt={6}>
          {SCOPES.map(({ value, label }) => (
            <Checkbox key={value} value={value} label={label} />
          ))}
        </Group>
      </Checkbox.Group>
    </DeedPanel>
  );
}

function KeyRow({ apiKey }: { readonly apiKey: Key }) {
  const { id, name, scopes, state } = apiKey;
  const toast = useToast();
  const queries = useQueryClient();
  const [isAsked, setIsAsked] = useState(false);
  const revoke = useMutation({
    mutationFn: () => answer(client.DELETE("/api/v1/keys/{id}", { params: { path: { id } } })),
    onSuccess: () => {
      toast({ text: `The key ${toVisible(name)} does not count any more.` });
      void queries.invalidateQueries({ queryKey: KEYS_KEY });
    },
    onError: (error) => toast({ text: toProblem(error).detail, isProblem: true }),
  });
  return (
    <tr className={cx(state !== "valid" && styles["ended"])}>
      <td>
        <LogText text={name} />
        <p className={styles["soft"]}>{id}</p>
      </td>
      <td>{scopes.join(", ")}</td>
      <td className={styles["state"]}>{state}</td>
      <td className={styles["state"]}>
        <TimeText time={apiKey.expires_at} />
      </td>
      <td className={styles["state"]}>
        <TimeText time={apiKey.last_used_at} />
      </td>
      <td className={styles["end"]}>
        {state === "valid" && !isAsked && (
          <Button variant="subtle" color="red" onClick={() => setIsAsked(true)}>
            End
          </Button>
        )}
        {state === "valid" && isAsked && (
          // What a key opened cannot be brought back: this once it is asked.
          <Button color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>
            End it for good
          </Button>
        )}
      </td>
    </tr>
  );
}
