// The overview's chart: its colours are the page's, in light and dark.
(() => {
  'use strict';

  const box = document.getElementById('chart');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let plot = null;
  let data = [[], [], []];

  // light-dark() is worked out for properties that hold a colour, not for the variables themselves.
  const colour = name => {
    const probe = document.createElement('i');
    probe.className = name;
    box.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };

  const faded = (value, part) => value.replace(/^rgb\(([^)]*)\)$/, `rgba($1, ${part})`);

  function draw() {
    if (plot) plot.destroy();
    const received = colour('busy');
    const applied = colour('good');
    const quiet = colour('quiet');
    const axis = { stroke: quiet, grid: { stroke: faded(quiet, .18), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' };
    plot = new uPlot({
      width: Math.max(200, box.clientWidth),
      height: 220,
      tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'UTC'),
      scales: { y: { range: (u, least, most) => [0, Math.max(5, most * 1.1)] } },
      axes: [
        { ...axis, values: (u, times) => times.map(t => new Date(t * 1000).toISOString().slice(11, 16)) },
        { ...axis, size: 48, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000] }
      ],
      series: [
        { label: 'Minute', value: (u, t) => t == null ? '–' : new Date(t * 1000).toISOString().slice(11, 16) },
        { label: 'In', stroke: received, fill: faded(received, .15), width: 2, points: { show: false } },
        { label: 'Applied', stroke: applied, width: 2, dash: [6, 4], points: { show: false } }
      ]
    }, data, box);
  }

  async function load() {
    try {
      const answer = await fetch('/overview/series', { headers: { 'X-By-Itself': 'true', 'HX-Request': 'true' } });
      if (answer.status === 401) { location.reload(); return; }
      if (!answer.ok) return;
      const series = await answer.json();
      data = [series.at, series.received, series.applied];
      if (plot) plot.setData(data); else draw();
    } catch {
      // The page says so itself.
    }
  }

  dark.addEventListener('change', () => { if (plot) draw(); });
  new ResizeObserver(() => {
    if (plot && box.clientWidth && plot.width !== box.clientWidth) plot.setSize({ width: box.clientWidth, height: 220 });
  }).observe(box);
  load();
  setInterval(() => { if (!document.hidden) load(); }, 5000);
})();
