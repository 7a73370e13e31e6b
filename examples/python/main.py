"""An HTTP service of the standard library, so that it builds without a network:

    ./ristretto run -p 8080:8080 examples/python
"""

import json
import os
import platform
import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server(ThreadingHTTPServer):
    # Threads that are answering are waited for at the end. The default is to leave them behind.
    daemon_threads = False


class Handler(BaseHTTPRequestHandler):
    # A client that asks for nothing does not keep its thread for ever.
    timeout = 5

    def do_GET(self):
        answer = {"message": "Hello", "language": "Python " + platform.python_version(), "path": self.path}
        body = (json.dumps(answer) + "\n").encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):
        """Says nothing for each request."""


port = int(os.environ.get("PORT", "8080"))
server = Server(("0.0.0.0", port), Handler)


def stop(number, frame):
    # `ristretto stop` and Ctrl-C press the power button of the instance, which the program gets as SIGTERM. shutdown()
    # waits for serve_forever(), which this very thread is in: so another one calls it.
    threading.Thread(target=server.shutdown).start()


signal.signal(signal.SIGTERM, stop)
print(f"Listening on port {port}")
server.serve_forever()
server.server_close()
print("Stopped")
