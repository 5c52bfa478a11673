/** What the server says of its kernels. */

/** The members of a kernel's connection (JupyterLab 3 and 4) that tell where it is listed. */
export interface Listed {
  id: string;
  serverSettings: { baseUrl: string; token: string; fetch: typeof fetch };
}

/** Whether the server lists its kernels and this one is not among them. Voilà's server does not list them. */
export async function isGone({ id, serverSettings }: Listed): Promise<boolean> {
  const { baseUrl, token, fetch } = serverSettings;
  const headers: HeadersInit = token ? { Authorization: `token ${token}` } : {};
  const answer = await fetch(new Request(`${baseUrl}api/kernels`, { headers, cache: "no-store" }));
  if (!answer.ok) return false;
  const kernels = (await answer.json()) as { id: string }[];
  return kernels.every((each) => each.id !== id);
}
