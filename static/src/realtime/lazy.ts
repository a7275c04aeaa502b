/** Loads a module of ours when it is first needed, once. A failed load is tried again by whoever asks next. */

export function lazily<Module>(address: URL): () => Promise<Module> {
  let failures = 0;
  let loading: Promise<Module> | undefined;
  return () =>
    (loading ??= load<Module>(address, failures).catch((error: unknown) => {
      loading = undefined;
      failures += 1;
      throw error;
    }));
}

/** Browsers remember that an import failed; another address makes them look again. */
async function load<Module>(address: URL, failures: number): Promise<Module> {
  const other = new URL(address);
  if (failures > 0) other.searchParams.set("again", String(failures));
  return (await import(other.href)) as Module;
}
