import { useRouter } from "@tanstack/react-router";
import { useCallback } from "react";

/** Goes to where somebody was before they had to sign in: a path of ours, never an address of somebody else's. */
export function useReturn(): (next: string) => void {
  const router = useRouter();
  return useCallback((next) => router.history.push(/^\/(?![/\\])/.test(next) ? next : "/"), [router]);
}
