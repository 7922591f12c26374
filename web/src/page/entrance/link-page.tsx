import { PasswordInput, TextInput } from "@mantine/core";
import "@mantine/core/styles/PasswordInput.layer.css";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answer, client } from "../../client/client.ts";
import { useEnter } from "../../session/use-session.ts";
import { Entrance } from "./entrance.tsx";
import { readToken } from "./token.ts";
import { useReturn } from "./use-return.ts";

const TITLES = {
  "set-up": "Make the first account",
  invitation: "Welcome",
  reset: "A new password",
} as const;

/** For who comes with a link: the first administrator, somebody who was invited, somebody who forgot a password. */
export function LinkPage() {
  const [token] = useState(readToken);
  const link = useQuery({
    queryKey: ["link", token],
    retry: false,
    queryFn: () => answer(client.POST("/api/v1/link", { body: { token } })),
  });
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const enter = useEnter();
  const goBack = useReturn();
  const isFirst = link.data?.kind === "set-up";
  const use = useMutation({
    mutationFn: () =>
      isFirst
        ? answer(client.POST("/api/v1/setup", { body: { token, name, password } }))
        : answer(client.POST("/api/v1/link/password", { body: { token, password } })),
    onSuccess: (session) => {
      enter(session);
      goBack("/");
    },
  });
  if (link.isPending) return null;
  return (
    <Entrance
      title={link.data === undefined ? "This link is of no use" : TITLES[link.data.kind]}
      note={isFirst ? "It may do everything. Others are invited from the settings." : "Choose a password."}
      action={isFirst ? "Make the account" : "Go on"}
      isBusy={use.isPending}
      error={use.error ?? link.error}
      onSubmit={() => use.mutate()}
    >
      {link.data !== undefined && (
        <>
          <TextInput
            label="Name"
            size="sm"
            autoComplete="username"
            required
            readOnly={!isFirst}
            value={isFirst ? name : (link.data.name ?? "")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            description="Twelve characters at the least; a few words are easier to keep in mind"
            size="sm"
            autoComplete="new-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </>
      )}
    </Entrance>
  );
}
