// Two fingers on a canvas: they move what lies under them, and bring it nearer or farther. One finger is left to the page.

interface Spot {
  x: number;
  y: number;
}

export interface Moves {
  move(dx: number, dy: number): void;
  // Steps of zoom, about a point of the window.
  scale(steps: number, at: Spot): void;
}

export function twoFingers(canvas: HTMLCanvasElement, at: (touch: Touch) => Spot, moves: Moves): void {
  let last: (Spot & { apart: number }) | null = null;
  const read = ({ touches: [one, two] }: TouchEvent): Spot & { apart: number } => {
    const [a, b] = [at(one!), at(two!)];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.x - b.x, a.y - b.y) };
  };
  canvas.addEventListener('touchstart', (event) => {
    last = event.touches.length === 2 ? read(event) : null;
  }, { passive: true });
  canvas.addEventListener('touchmove', (event) => {
    if (event.touches.length !== 2 || !last) return;
    event.preventDefault();
    const now = read(event);
    moves.move(now.x - last.x, now.y - last.y);
    moves.scale(Math.log2(now.apart / last.apart), now);
    last = now;
  }, { passive: false });
}
