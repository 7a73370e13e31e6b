// An HTTP service without libraries but those of C++ and Linux, so that it builds without a network:
//   ./ristretto run -p 8080:8080 examples/cpp
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <mutex>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace {

constexpr std::size_t longest_head = 8192;
constexpr int seconds_of_silence = 10;

// How many connections are being answered; at the end they are waited for.
std::mutex lock;
std::condition_variable less;
int busy = 0;

std::runtime_error failed(const std::string &what) {
    return std::runtime_error(what + ": " + std::strerror(errno));
}

// Only what needs no escaping in JSON is kept of what a client has sent.
std::string plain(const std::string &text) {
    std::string kept;
    for (char c : text) {
        if (c > ' ' && c < 127 && c != '"' && c != '\\') {
            kept += c;
        }
    }
    return kept;
}

void write_all(int connection, const std::string &text) {
    std::size_t done = 0;
    while (done < text.size()) {
        ssize_t count = send(connection, text.data() + done, text.size() - done, MSG_NOSIGNAL);
        if (count < 0) {
            throw failed("send");
        }
        done += count;
    }
}

std::string read_head(int connection) {
    std::string head;
    char piece[1024];
    while (head.find("\r\n\r\n") == std::string::npos) {
        ssize_t count = recv(connection, piece, sizeof piece, 0);
        if (count <= 0 || head.size() > longest_head) {
            throw std::runtime_error("no complete request");
        }
        head.append(piece, count);
    }
    return head;
}

// One request for each connection, which a thread of its own answers.
void serve(int connection) {
    try {
        timeval limit{seconds_of_silence, 0};
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        std::string head = read_head(connection);
        std::size_t begin = head.find(' ') + 1;
        std::string path = plain(head.substr(begin, head.find_first_of(" \r", begin) - begin));
        std::string body = "{\"message\":\"Hello\",\"language\":\"C++17\",\"path\":\"" + path + "\"}\n";
        write_all(connection, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                + std::to_string(body.size()) + "\r\n\r\n" + body);
    } catch (const std::exception &e) {
        std::cerr << e.what() << std::endl;
    }
    close(connection);
    std::lock_guard<std::mutex> held(lock);
    busy--;
    less.notify_all();
}

void begin(int connection) {
    {
        std::lock_guard<std::mutex> held(lock);
        busy++;
    }
    std::thread(serve, connection).detach();
}

void await_all() {
    std::unique_lock<std::mutex> held(lock);
    less.wait_for(held, std::chrono::seconds(5), [] { return busy == 0; });
}

int listen_on(int port) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (listener < 0 || bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0
            || listen(listener, SOMAXCONN) != 0) {
        throw failed("port " + std::to_string(port));
    }
    return listener;
}

}  // namespace

int main() {
    try {
        const char *given = std::getenv("PORT");
        int port = given == nullptr ? 8080 : std::stoi(given);
        int listener = listen_on(port);

        // `ristretto stop` and Ctrl-C press the power button of the instance, which the program gets as SIGTERM. As a
        // descriptor it is waited for together with connections, and interrupts nobody.
        sigset_t wanted;
        sigemptyset(&wanted);
        sigaddset(&wanted, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
        pollfd waited[] = {{listener, POLLIN, 0}, {signalfd(-1, &wanted, SFD_CLOEXEC), POLLIN, 0}};

        std::cout << "Listening on port " << port << std::endl;
        while (poll(waited, 2, -1) >= 0 && waited[1].revents == 0) {
            int connection = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
            if (connection >= 0) {
                begin(connection);
            }
        }
        close(listener);
        await_all();
        std::cout << "Stopped" << std::endl;
        return 0;
    } catch (const std::exception &e) {
        std::cerr << e.what() << std::endl;
        return 1;
    }
}
