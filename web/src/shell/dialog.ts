/** What opens over the page when somebody asks for it. */
export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}
