package main

import (
	"io"
	"net"
	"testing"
)

func serve(t *testing.T, answer string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		defer connection.Close()
		io.ReadFull(connection, make([]byte, 8))
		io.WriteString(connection, answer)
	}()
	return listener.Addr().String()
}

func TestCheck(t *testing.T) {
	if err := check(serve(t, "N")); err != nil {
		t.Error(err)
	}
	if check(serve(t, "H")) == nil {
		t.Error("another answer was accepted")
	}
	if check(serve(t, "")) == nil {
		t.Error("no answer was accepted")
	}
	if check("127.0.0.1:1") == nil {
		t.Error("a closed port was accepted")
	}
}
