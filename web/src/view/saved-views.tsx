import { ActionIcon, Button, Checkbox, TextInput } from "@mantine/core";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { Bookmark, Pencil, Star, Trash2 } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { PopoverMenu } from "../part/popover-menu.tsx";
import { toVisible } from "../part/visible-text.ts";
import { useMay, useSession } from "../session/use-session.ts";
import { cx } from "../theme/class-names.ts";
import { useUrlState } from "../url/url-state.ts";
import styles from "./saved-views.module.css";
import { useViewDeeds, useViews, type View } from "./use-views.ts";
import { applyView, beginWith, isPlain, toViewSearch } from "./view-search.ts";

const NAME_SHOWN_MAX = 40;
const NAME_CHARS_MAX = 80;

/** Views of the page: what was chosen here, under a name. The page begins with one where its reader wants that. */
export function SavedViews() {
  const page = useLocation().pathname;
  const state = useUrlState();
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const views = (useViews().data?.items ?? []).filter((view) => view.page === page);
  useDefaultView(page, views);
  const now = toViewSearch(state);
  const shown = now === "" ? undefined : views.find(({ search }) => search === now);
  const apply = (view: View): void => {
    setIsOpen(false);
    void navigate({ to: ".", search: applyView(view.search) });
  };
  return (
    <PopoverMenu
      label="Views of this page"
      isOpen={isOpen}
      onOpen={setIsOpen}
      width={320}
      target={
        <Button
          variant="default"
          className={styles["button"] ?? ""}
          leftSection={<Bookmark size={13} aria-hidden />}
        >
          {shown === undefined ? "Views" : toVisible(shown.name.slice(0, NAME_SHOWN_MAX))}
        </Button>
      }
    >
      {views.length === 0 && (
        <p className={styles["none"]}>
          A view keeps filter, state, order and range of this page under a name.
        </p>
      )}
      <ul className={styles["list"]}>
        {views.map((view) => (
          <ViewLine key={view.id} view={view} isShown={view.id === shown?.id} onApply={() => apply(view)} />
        ))}
      </ul>
      <NewViewForm page={page} search={now} />
    </PopoverMenu>
  );
}

/** Once, where somebody comes to the page without asking for anything. */
function useDefaultView(page: string, views: readonly View[]): void {
  const state = useUrlState();
  const navigate = useNavigate();
  const plain = useRef(isPlain(state));
  const chosen = views.find((view) => view.is_default);
  useEffect(() => {
    if (!plain.current || chosen === undefined) return;
    plain.current = false;
    void navigate({ to: page, replace: true, search: beginWith(state, chosen.search) });
  }, [chosen, page, state, navigate]);
}

interface ViewLineProps {
  readonly view: View;
  readonly isShown: boolean;
  readonly onApply: () => void;
}

function ViewLine({ view, isShown, onApply }: ViewLineProps) {
  const { change, remove } = useViewDeeds();
  const [isNaming, setIsNaming] = useState(false);
  const { id, name, is_mine: isMine, is_shared: isShared, is_default: isDefault, by } = view;
  const called = toVisible(name.slice(0, NAME_CHARS_MAX));
  if (isNaming)
    return (
      <li>
        <NameForm
          name={name}
          onName={(next) => {
            setIsNaming(false);
            if (next !== name) change.mutate({ id, name: next });
          }}
        />
      </li>
    );
  return (
    <li>
      <button
        type="button"
        className={cx(styles["view"], isShown && styles["shown"])}
        aria-pressed={isShown}
        onClick={onApply}
      >
        {called}
        {isShared && (
          <small>{isMine ? "for everybody" : `by ${toVisible(by.slice(0, NAME_SHOWN_MAX))}`}</small>
        )}
      </button>
      <ActionIcon
        aria-label={`Begin this page with ${called}`}
        aria-pressed={isDefault}
        title={isDefault ? "This page begins with it" : "Begin this page with it"}
        onClick={() => change.mutate({ id, is_default: !isDefault })}
      >
        <Star size={13} fill={isDefault ? "currentColor" : "none"} aria-hidden />
      </ActionIcon>
      {isMine && (
        <>
          <ActionIcon aria-label={`Rename ${called}`} title="Rename" onClick={() => setIsNaming(true)}>
            <Pencil size={13} aria-hidden />
          </ActionIcon>
          <ActionIcon aria-label={`Delete ${called}`} title="Delete" onClick={() => remove.mutate(id)}>
            <Trash2 size={13} aria-hidden />
          </ActionIcon>
        </>
      )}
    </li>
  );
}

function NameForm({ name, onName }: { readonly name: string; readonly onName: (name: string) => void }) {
  const [text, setText] = useState(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onName(text.trim() === "" ? name : text.trim());
  };
  return (
    <form onSubmit={submit} className={styles["naming"]}>
      <TextInput
        aria-label="New name"
        maxLength={NAME_CHARS_MAX}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autoFocus
      />
      <Button type="submit">Rename</Button>
    </form>
  );
}

function NewViewForm({ page, search }: { readonly page: string; readonly search: string }) {
  const { add } = useViewDeeds();
  const isOpenMode = useSession().data?.is_open ?? true;
  const mayShare = useMay("triage") && !isOpenMode;
  const [name, setName] = useState("");
  const [isShared, setIsShared] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === "") return;
    add.mutate({ page, search, name: name.trim(), is_shared: isShared }, { onSuccess: () => setName("") });
  };
  return (
    <form onSubmit={submit} className={styles["new"]}>
      <TextInput
        label="Keep what is shown now as"
        placeholder="a name"
        maxLength={NAME_CHARS_MAX}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {mayShare && (
        <Checkbox
          label="For everybody"
          checked={isShared}
          onChange={(event) => setIsShared(event.currentTarget.checked)}
        />
      )}
      <Button type="submit" variant="default" disabled={name.trim() === ""} loading={add.isPending}>
        Keep the view
      </Button>
    </form>
  );
}
