// Small things kept in the browser; where that is forbidden they live as long as the page.

const memory: Record<string, string> = {};

export function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return memory[name] ?? null;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    memory[name] = value;
  }
}

/** 22 letters from 128 random bits. */
export function random(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").slice(0, 22);
}

/** The browser's public name on this website; it opens nothing. */
export function browserId(): string {
  let id = read("foyer.b");
  if (!id || !/^[\w-]{16,40}$/.test(id)) keep("foyer.b", (id = random()));
  return id;
}
