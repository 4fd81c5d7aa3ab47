// The icons as paths.

interface Icon {
  path: string;
  box?: string;
  filled?: boolean;
  stroke?: number;
}

const circle = (x: number, y: number, r: number): string => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0-${2 * r} 0z`;

export const ICONS = {
  chat: { path: "M5.5 4h13A2.5 2.5 0 0 1 21 6.5v8a2.5 2.5 0 0 1-2.5 2.5H12l-5 4v-4H5.5A2.5 2.5 0 0 1 3 14.5v-8A2.5 2.5 0 0 1 5.5 4zM8 9h8M8 12.5h5" },
  down: { path: "m6 9 6 6 6-6" },
  more: { path: circle(12, 5, 0.6) + circle(12, 12, 0.6) + circle(12, 19, 0.6) },
  emoji: { path: circle(12, 12, 8.5) + "M8.5 14a4 4 0 0 0 7 0M9 9.5v.01M15 9.5v.01" },
  clip: { path: "m15 7-6.5 6.5a1.5 1.5 0 0 0 3 3L18 10a3 3 0 0 0-6-6l-6.5 6.5a4.5 4.5 0 0 0 9 9L21 13" },
  send: { path: "M12 19V5M6 11l6-6 6 6", stroke: 2.2 },
  lost: { path: "M3 3l18 18M8.5 15.5a5 5 0 0 1 7 0M5 12a10 10 0 0 1 4-2.4M19 12a10 10 0 0 0-4.5-2.5M12 19v.01" },
  quiet: { path: "M4 9.5v5h3.5L12 18V6L7.5 9.5zM16 9l5 6M21 9l-5 6" },
  loud: { path: "M4 9.5v5h3.5L12 18V6L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11" },
  phone: { path: "M8 3h8v18H8zM12 18v.01" },
  end: { path: circle(12, 12, 8.5) + "M9 9l6 6M15 9l-6 6" },
  cross: { path: "M6 6l12 12M18 6 6 18" },
  again: { path: "M12 5v14M5 12h14" },
  ticks: { path: "m1 6 3 3.5L10 2M7.5 8.5 8.5 9.5 14.5 2", box: "0 0 16 11", stroke: 1.6 },
  brand: { path: "M4 30V14a12 12 0 0 1 24 0v16zM12 26l12 4V14.5a8 8 0 0 0-12-6.9z", box: "4 2 24 28", filled: true },
} satisfies Record<string, Icon>;
