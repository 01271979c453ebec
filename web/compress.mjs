// Compresses each file once, at build time, as small as it goes: the server only hands it out.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

for (const entry of fs.readdirSync('dist', { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath, entry.name);
  if (entry.isFile() && /\.(html|js|css|svg)$/.test(file)) {
    fs.writeFileSync(file + '.br', zlib.brotliCompressSync(fs.readFileSync(file), { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 } }));
  }
}
