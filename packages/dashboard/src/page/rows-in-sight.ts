import { useEffect, useRef, useState } from 'preact/hooks';

const SPARE_ROWS = 12;

/** Which rows are in sight of the window. */
export function useRowsInSight(count: number) {
  const ref = useRef<HTMLUListElement>(null);
  const [range, setRange] = useState({ from: 0, to: 40, height: 52 });
  useEffect(() => {
    const look = () => {
      const box = ref.current;
      if (!box) return;
      const height = Number.parseFloat(getComputedStyle(box).getPropertyValue('--row')) || 52;
      const above = -box.getBoundingClientRect().top;
      const from = Math.max(0, Math.floor(above / height) - SPARE_ROWS);
      const to = Math.min(count, Math.ceil((above + innerHeight) / height) + SPARE_ROWS);
      setRange((was) => (was.from === from && was.to === to && was.height === height ? was : { from, to, height }));
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, [count]);
  const show = (row: number) => {
    const box = ref.current;
    if (!box) return;
    const top = box.getBoundingClientRect().top + row * range.height;
    if (top < 60) scrollBy(0, top - 60);
    else if (top + range.height > innerHeight - 12) scrollBy(0, top + range.height - innerHeight + 12);
  };
  return { ...range, ref, show };
}
