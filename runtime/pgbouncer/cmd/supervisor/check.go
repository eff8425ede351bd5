package main

import (
	"fmt"
	"io"
	"net"
	"time"
)

const checkTimeout = 3 * time.Second

// The request of the Postgres protocol for encryption by GSSAPI: length 8, code 80877104. PgBouncer declines it with one byte. A request
// for TLS that goes no further would be logged as a failed handshake, by every probe.
var gssRequest = []byte{0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x30}

// check asks a question that needs no login. The answer comes from PgBouncer's event loop; an open port would only show that the kernel lives.
func check(address string) error {
	connection, err := net.DialTimeout("tcp", address, checkTimeout)
	if err != nil {
		return err
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(checkTimeout)); err != nil {
		return err
	}
	if _, err := connection.Write(gssRequest); err != nil {
		return err
	}
	answer := make([]byte, 1)
	if _, err := io.ReadFull(connection, answer); err != nil {
		return err
	}
	if answer[0] != 'N' {
		return fmt.Errorf("%s does not speak like PgBouncer", address)
	}
	return nil
}
