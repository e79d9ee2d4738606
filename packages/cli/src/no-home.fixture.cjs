// Loaded before the program: a user without a home, as in a container that runs under a number nobody has.
const os = require('node:os');
const { syncBuiltinESMExports } = require('node:module');
const none = () => {
  throw new Error('uv_os_homedir returned ENOENT');
};
os.homedir = none;
os.userInfo = none;
syncBuiltinESMExports();
