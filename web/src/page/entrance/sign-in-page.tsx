import { PasswordInput, TextInput } from "@mantine/core";
import "@mantine/core/styles/PasswordInput.layer.css";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { answer, client } from "../../client/client.ts";
import { useEnter, useSession } from "../../session/use-session.ts";
import { useUrlParam } from "../../url/url-state.ts";
import { Entrance } from "./entrance.tsx";
import { useReturn } from "./use-return.ts";

const NOBODY_YET =
  "Nobody has an account yet: the server printed a link at its start that makes the first one.";

/** For who has an account. */
export function SignInPage() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [next] = useUrlParam("next", "/");
  const enter = useEnter();
  const goBack = useReturn();
  const isFirst = useSession().data?.needs_setup ?? false;
  const signIn = useMutation({
    mutationFn: () => answer(client.POST("/api/v1/session", { body: { name, password } })),
    onSuccess: (session) => {
      enter(session);
      goBack(next);
    },
  });
  return (
    <Entrance
      title="Sign in"
      {...(isFirst ? { note: NOBODY_YET } : {})}
      action="Sign in"
      isBusy={signIn.isPending}
      error={signIn.error}
      onSubmit={() => signIn.mutate()}
    >
      <TextInput
        label="Name"
        size="sm"
        autoComplete="username"
        required
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <PasswordInput
        label="Password"
        size="sm"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </Entrance>
  );
}
