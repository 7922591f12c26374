/** Whether somebody still reads standard output: `| head` goes away when it has seen enough. */
let isRead = true;

// Nobody reads what is said of the run: no reason to stop it.
process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  isRead = false;
});

/**
 * Writes to standard output and waits for a slow reader instead of filling memory. False: nobody reads any more, and
 * there is no use in writing more.
 */
export async function writeOut(text: string): Promise<boolean> {
  const { stdout } = process;
  if (!isRead || stdout.destroyed) return false;
  if (!stdout.write(text)) {
    await new Promise<void>((resolve) => {
      const ready = (): void => {
        for (const name of ["drain", "close", "error"]) stdout.off(name, ready);
        resolve();
      };
      for (const name of ["drain", "close", "error"]) stdout.on(name, ready);
    });
  }
  return isRead;
}
