export interface NewViewRequest {
  readonly page: string;
  readonly name: string;
  readonly search: string;
  readonly isShared: boolean;
}

export interface ViewChangeRequest {
  readonly name?: string;
  readonly search?: string;
  readonly isShared?: boolean;
  /** Whether the page begins with it for whoever asks. */
  readonly isDefault?: boolean;
}

/** Whose views are meant. */
export interface ViewOwner {
  /** Empty: whoever uses a Gait without sign-in. */
  readonly id: string;
  readonly name: string;
}

/** Views of pages that people keep. */
export interface ViewsPort {
  list(owner: ViewOwner): Promise<readonly object[]>;
  add(owner: ViewOwner, view: NewViewRequest): Promise<object>;
  change(owner: ViewOwner, id: string, change: ViewChangeRequest): Promise<object>;
  remove(owner: ViewOwner, id: string): Promise<object>;
}
