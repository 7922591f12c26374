import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { answer, client } from "../client/client.ts";
import { PAGES } from "../pages.ts";
import { toVisible } from "../part/visible-text.ts";
import { type Destination, useGoTo } from "../url/use-go-to.ts";
import type { DialogProps } from "./dialog.ts";
import styles from "./palette-dialog.module.css";

/** Something that can be gone to. */
interface Place {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly to: string;
  readonly destination?: Destination;
}

/** Of each kind, so many are offered. */
const OFFERED_MAX = 6;
const ASKED_LENGTH_MIN = 2;
const LABEL_MAX = 110;

/** Goes anywhere by a few letters: pages, actors, findings. */
export function PaletteDialog({ isOpen, onClose }: DialogProps) {
  return (
    <Modal.Root
      lockScroll={false}
      opened={isOpen}
      onClose={onClose}
      yOffset="12vh"
      centered={false}
      size="lg"
      padding={0}
    >
      <Modal.Overlay />
      <Modal.Content aria-label="Go to">
        <Modal.Body>{isOpen && <PaletteList onDone={onClose} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function PaletteList({ onDone }: { readonly onDone: () => void }) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const goTo = useGoTo();
  const places = usePlaces(text.trim());
  const at = Math.min(chosen, places.length - 1);
  const go = (place: Place | undefined): void => {
    if (place === undefined) return;
    onDone();
    goTo(place.to, place.destination);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      setChosen(Math.max(0, Math.min(places.length - 1, at + by)));
    } else if (event.key === "Enter") go(places[at]);
  };
  return (
    <>
      <input
        className={styles["input"]}
        placeholder="A page, a person, a finding …"
        aria-label="Go to"
        role="combobox"
        aria-expanded="true"
        aria-controls="places"
        aria-activedescendant={places[at] === undefined ? undefined : `place-${at}`}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
        data-autofocus
      />
      <div id="places" role="listbox" aria-label="Places" className={styles["list"]}>
        {places.map((place, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the input above has the keys
          <div
            key={`${place.kind} ${place.id}`}
            id={`place-${index}`}
            role="option"
            aria-selected={index === at}
            className={styles["place"]}
            onClick={() => go(place)}
            onMouseMove={() => setChosen(index)}
          >
            <span className={styles["label"]}>{toVisible(place.label.slice(0, LABEL_MAX))}</span>
            <span className={styles["kind"]}>{place.kind}</span>
          </div>
        ))}
        {places.length === 0 && <p className={styles["none"]}>Nothing is called so.</p>}
      </div>
    </>
  );
}

function usePlaces(text: string): readonly Place[] {
  const isAsked = text.length >= ASKED_LENGTH_MIN;
  const { data } = useQuery({
    queryKey: ["palette", text],
    enabled: isAsked,
    retry: false,
    queryFn: async ({ signal }) => {
      const query = { text, limit: OFFERED_MAX };
      const [actors, findings] = await Promise.allSettled([
        answer(client.GET("/api/v1/actors", { params: { query }, signal })),
        answer(client.GET("/api/v1/findings/summaries", { params: { query }, signal })),
      ]);
      return {
        actors: actors.status === "fulfilled" ? actors.value.items : [],
        findings: findings.status === "fulfilled" ? findings.value.items : [],
      };
    },
  });
  const wanted = text.toLowerCase();
  const pages = PAGES.filter(
    ({ path, label, group }) => group !== null && !path.includes("$") && label.toLowerCase().includes(wanted),
  );
  return [
    ...pages.map(({ path, label }) => ({ id: path, kind: "page", label, to: path })),
    ...(data?.actors ?? []).map(({ id, name }) => ({
      id,
      kind: "actor",
      label: name,
      to: "/actors/$id",
      destination: { params: { id } },
    })),
    ...(data?.findings ?? []).map(({ id, summary }) => ({
      id,
      kind: "finding",
      label: summary,
      to: "/findings",
      destination: { query: { finding: id, from: "all" } },
    })),
  ];
}
