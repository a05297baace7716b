// Colours come from the style sheet, so that dark mode and print have one place.

export interface Palette {
  paper: string;
  ink: string;
  quiet: string;
  cell: string;
  land: string;
  sea: string;
  beyond: string;
  border: string;
  river: string;
  label: string;
  hues: string[];
  // Colours of classes, from low to high.
  steps: string[];
  accent: string;
  font: string;
}

export const HUES = 6;
export const STEPS = 5;

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(`--sa-${name}`).trim() || '#888';
  return {
    paper: of('paper'),
    ink: of('ink'),
    quiet: of('quiet'),
    cell: of('cell'),
    land: of('land'),
    sea: of('sea'),
    beyond: of('beyond'),
    border: of('border'),
    river: of('river'),
    label: of('label'),
    accent: of('accent'),
    hues: Array.from({ length: HUES }, (_, index) => of(`c${index}`)),
    steps: Array.from({ length: STEPS }, (_, index) => of(`u${index}`)),
    font: of('font'),
  };
}
