// An HTTP service of the standard library, so that it builds without a network:
//
//	./ristretto run -p 8080:8080 examples/go
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"
)

type answer struct {
	Message  string `json:"message"`
	Language string `json:"language"`
	Path     string `json:"path"`
}

func hello(response http.ResponseWriter, request *http.Request) {
	response.Header().Set("Content-Type", "application/json")
	err := json.NewEncoder(response).Encode(answer{"Hello", runtime.Version(), request.RequestURI})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

func main() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	server := &http.Server{Addr: ":" + port, Handler: http.HandlerFunc(hello), ReadHeaderTimeout: 10 * time.Second}

	// `ristretto stop` and Ctrl-C press the power button of the instance, which the program gets as SIGTERM.
	asked, forget := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer forget()
	stopped := make(chan error, 1)
	go func() {
		<-asked.Done()
		// An instance that does not end is killed after 10 seconds.
		limit, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		stopped <- server.Shutdown(limit)
	}()

	fmt.Println("Listening on port", port)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if err := <-stopped; err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("Stopped")
}
