// Sentences that the script itself says; they come with the page.

let held: Record<string, string> | null = null;

export function said(key: string, values: Record<string, string | number> = {}): string {
  held ??= JSON.parse(document.getElementById('rv-words')!.textContent ?? '{}') as Record<string, string>;
  const text = held[`say.${key}`] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

export function language(): string {
  return document.documentElement.lang;
}
