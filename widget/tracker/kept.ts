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

/** 22 letters from 16 random bytes. */
export function random(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))).slice(0, 22).replace(/\W/g, "-");
}

/** The browser's public name on this website; it opens nothing. */
export function browserId(): string {
  let id = read("foyer.b");
  if (!id || !/^[\w-]{22,40}$/.test(id)) keep("foyer.b", (id = random()));
  return id;
}

/** Who objects leaves nothing here. */
export function forget(): void {
  keep("foyer.b", "");
  keep("foyer.q", "");
}

/** No more than so many letters (an address has 2000), and no half of one, which would spoil the whole message. */
export function cut(text: string, most = 2000): string {
  return text.slice(0, most).replace(/\p{Cs}/gu, "");
}
