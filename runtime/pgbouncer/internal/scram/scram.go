// Package scram computes the verifier that Postgres stores for a password, so that the password itself never travels.
package scram

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
)

const (
	// Postgres's own default; PgBouncer and the server must compute it at every login.
	iterations = 4096
	saltBytes  = 16
)

// Verifier returns SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey> with a fresh salt.
func Verifier(password string) (string, error) {
	salt := make([]byte, saltBytes)
	rand.Read(salt) // never fails: the program ends first
	return verifier(password, salt)
}

func verifier(password string, salt []byte) (string, error) {
	// SASLprep leaves printable ASCII as it is. Anything else would need it, and clients disagree about it.
	if strings.ContainsFunc(password, func(r rune) bool { return r < ' ' || r > '~' }) {
		return "", fmt.Errorf("the password has characters outside printable ASCII")
	}
	salted, err := pbkdf2.Key(sha256.New, password, salt, iterations, sha256.Size)
	if err != nil {
		return "", err
	}
	stored := sha256.Sum256(sign(salted, "Client Key"))
	encode := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("SCRAM-SHA-256$%d:%s$%s:%s", iterations, encode(salt), encode(stored[:]), encode(sign(salted, "Server Key"))), nil
}

func sign(key []byte, message string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(message))
	return mac.Sum(nil)
}
