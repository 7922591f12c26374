import type { ViewOwner, ViewsPort } from "../../api/index.ts";
import { toError } from "../../domain/index.ts";
import { type SavedView, STORE_PROBLEMS, type Store } from "../../store/index.ts";

/** Views of pages for the API. */
export const createViewAnswers = ({ views }: Pick<Store, "views">): ViewsPort => ({
  async list(owner) {
    const toJson = await createToJson(views, owner);
    return (await views.list(owner.id)).map(toJson);
  },
  async add(owner, view) {
    const made = await views.add({ ...view, owner: owner.id, ownerName: owner.name });
    return (await createToJson(views, owner))(made);
  },
  async change(owner, id, { isDefault, ...change }) {
    const there = (await views.list(owner.id)).find((one) => one.id === id);
    if (there === undefined) throw toError(STORE_PROBLEMS, "STORE_VIEW_UNKNOWN", { id });
    const made = Object.keys(change).length === 0 ? there : await views.change(id, owner.id, change);
    if (isDefault !== undefined) await setDefault(views, { owner, view: made, isDefault });
    return (await createToJson(views, owner))(made);
  },
  async remove(owner, id) {
    const toJson = await createToJson(views, owner);
    const there = (await views.list(owner.id)).find((one) => one.id === id);
    await views.remove(id, owner.id);
    if (there === undefined) throw toError(STORE_PROBLEMS, "STORE_VIEW_UNKNOWN", { id });
    return toJson(there);
  },
});

async function setDefault(
  views: Store["views"],
  {
    owner,
    view,
    isDefault,
  }: { readonly owner: ViewOwner; readonly view: SavedView; readonly isDefault: boolean },
): Promise<void> {
  const chosen = (await views.listDefaults(owner.id)).find(({ page }) => page === view.page);
  if (isDefault) await views.setDefault(owner.id, view.page, view.id);
  else if (chosen?.view === view.id) await views.setDefault(owner.id, view.page, null);
}

async function createToJson(views: Store["views"], owner: ViewOwner) {
  const defaults = new Set((await views.listDefaults(owner.id)).map(({ view }) => view));
  return ({ id, page, name, search, isShared, owner: whose, ownerName, at }: SavedView) => ({
    id,
    page,
    name,
    search,
    is_shared: isShared,
    is_mine: whose === owner.id,
    is_default: defaults.has(id),
    by: ownerName,
    time: new Date(at).toISOString(),
  });
}
