import { ApiProblem, readProblem } from "./api-problem.ts";

export interface Sending {
  /** How much of the bytes is sent, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Sends files as a form and gives the answer's JSON. By XMLHttpRequest, which alone tells how much is sent. What the
 * server refuses is thrown as an ApiProblem.
 */
export function sendFiles<T>(
  path: string,
  files: readonly File[],
  { onProgress, signal }: Sending = {},
): Promise<T> {
  const form = new FormData();
  for (const file of files) form.append("file", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total === 0 ? 1 : loaded / total);
    request.onerror = () => reject(new TypeError("The server cannot be reached."));
    request.onabort = () =>
      reject(
        new ApiProblem({ code: "WEB_STOPPED", detail: "Sending was stopped.", remedy: "Send it again." }),
      );
    request.onload = () => {
      const response = new Response(request.responseText, { status: request.status });
      if (response.ok) resolve(response.json());
      else readProblem(response).then(reject, reject);
    };
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(form);
  });
}
