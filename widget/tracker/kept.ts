// Small things kept in the browser; where that is forbidden, or no room is left, they live as long as the page.

const memory: Record<string, string> = {};

export function read(name: string): string | null {
  try {
    return memory[name] ?? localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  memory[name] = value;
  try {
    localStorage.setItem(name, value);
    delete memory[name];
  } catch {
    // It stays in memory.
  }
}

/** Up to 20 digits from 8 random bytes. */
export function random(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join("");
}

/** The browser's public name on this website; it opens nothing. */
export function browserId(): string {
  let id = `${read("foyer.b")}`;
  if (!/^[\w-]{22,40}$/.test(id)) keep("foyer.b", (id = random() + random()));
  return id;
}

/** No more than so many letters (an address has 2000), and no half of one, which would spoil the whole message. */
export function cut(text: string, most = 2000): string {
  return text.slice(0, most).replace(/\p{Cs}/gu, "");
}
