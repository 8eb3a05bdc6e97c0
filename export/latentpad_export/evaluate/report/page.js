// One player sounds at a time; left and right move to the next player of a row.

addEventListener(
  "play",
  (event) => {
    for (const player of document.querySelectorAll("audio")) {
      if (player !== event.target) player.pause();
    }
  },
  true,
);

addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step || !(event.target instanceof HTMLAudioElement)) return;
  const players = [...(event.target.closest("tr")?.querySelectorAll("audio") ?? [])];
  const next = players[players.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.currentTime = 0;
  void next.play();
});
