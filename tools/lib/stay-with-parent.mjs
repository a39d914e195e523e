// Loaded into a program that `runInForeground` starts: when its starter is gone without a word, the program is asked to
// stop as if by a signal, so that nothing is left running behind a closed door.
const checkEveryMs = 500
const parent = process.ppid

const check = setInterval(() => {
  if (process.ppid === parent) return
  clearInterval(check)
  process.kill(process.pid, 'SIGTERM')
}, checkEveryMs)
check.unref()
