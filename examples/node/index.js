// An HTTP service without dependencies, so that it builds without a network:
//   ./ristretto run -p 8080:8080 examples/node
'use strict';

const http = require('node:http');

const port = Number(process.env.PORT ?? 8080);

const server = http.createServer((request, response) => {
  const body = JSON.stringify({ message: 'Hello', language: `Node.js ${process.version}`, path: request.url }) + '\n';
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
});

// All addresses of IPv4, which is what an instance has.
server.listen(port, '0.0.0.0', () => console.log(`Listening on port ${port}`));

// `ristretto stop` and Ctrl-C press the power button of the instance, which the program gets as SIGTERM. Requests that
// are being answered get their answer, then nothing is left to wait for, and the program ends with status 0.
process.on('SIGTERM', () => {
  server.close(() => console.log('Stopped'));
  server.closeIdleConnections();
});
