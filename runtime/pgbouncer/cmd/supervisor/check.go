package main

import (
	"fmt"
	"io"
	"net"
	"time"
)

const checkTimeout = 3 * time.Second

// The request of the Postgres protocol to speak TLS: length 8, code 80877103.
var sslRequest = []byte{0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f}

// check asks for TLS. The answer comes from PgBouncer's event loop; an open port would only show that the kernel lives.
func check(address string) error {
	connection, err := net.DialTimeout("tcp", address, checkTimeout)
	if err != nil {
		return err
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(checkTimeout)); err != nil {
		return err
	}
	if _, err := connection.Write(sslRequest); err != nil {
		return err
	}
	answer := make([]byte, 1)
	if _, err := io.ReadFull(connection, answer); err != nil {
		return err
	}
	if answer[0] != 'S' {
		return fmt.Errorf("%s does not offer TLS", address)
	}
	return nil
}
