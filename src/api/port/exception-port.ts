/** What people made exceptions of. */
export interface ExceptionsPort {
  /** In the order in which they were made, ended ones too. */
  list(): Promise<readonly object[]>;
  /** It covers nothing any more; what it covered is shown again. */
  end(request: { readonly id: string; readonly by: string }): Promise<object>;
}
