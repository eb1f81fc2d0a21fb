// Does a thing once at a time. Who asks while it is being done gets it done once more, after that.
export function oneAtATime(work) {
  let running = null;
  let next = null;
  const start = () => {
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (!running) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return start();
      });
    return next;
  };
}
