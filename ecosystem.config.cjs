// `pm2 start ecosystem.config.cjs`. What pm2 knows of the environment it writes in clear to ~/.pm2/dump.pm2, so it gets none:
// karvon reads .env by itself.
module.exports = {
  apps: [
    {
      name: 'karvon',
      script: 'bin/karvon.js',
      args: 'start',
      cwd: __dirname,
      // One process. In cluster mode a reload starts the new one before the old one has ended, and two connections of one account
      // end its session.
      exec_mode: 'fork',
      instances: 1,
      // It drains for up to 25 s, and pm2 would kill it after 1.6.
      kill_timeout: 30_000,
      // Online when its shards work: `process.send('ready')`.
      wait_ready: true,
      listen_timeout: 30_000,
      // A crash is restarted for ever, but not in a loop; 73 (another one has the data folder) and 78 (something must be mended)
      // are not, though pm2 then shows `waiting restart`.
      exp_backoff_restart_delay: 200,
      stop_exit_codes: [73, 78],
      // Its whole log is in data/logs (`karvon logs`); pm2 is given warnings and errors only, because it never cuts its files.
    },
  ],
}
