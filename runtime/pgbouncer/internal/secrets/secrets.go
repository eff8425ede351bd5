// Package secrets reads database credentials from a directory that the kubelet or a CSI driver keeps up to date.
package secrets

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Credential is one role and its password.
type Credential struct {
	Username string
	Password string
}

// document is the JSON form of a secret. The alternate pair is the other one of two roles that take turns: it still
// works until the next turn, so both must be known at once.
type document struct {
	Username          string `json:"username"`
	Password          string `json:"password"`
	AlternateUsername string `json:"alternateUsername"`
	AlternatePassword string `json:"alternatePassword"`
}

// The link that an atomic update swaps. Reading below what it points to never mixes two versions.
const dataLink = "..data"

const attempts = 5

// ReadDir returns the credentials of every file in dir, each a JSON object. Errors name files and fields, never values.
func ReadDir(dir string) ([]Credential, error) {
	for range attempts {
		before, err := version(dir)
		if err != nil {
			return nil, err
		}
		credentials, err := readVersion(filepath.Join(dir, before))
		after, versionErr := version(dir)
		if versionErr == nil && before == after {
			return credentials, err
		}
	}
	return nil, fmt.Errorf("%s kept changing while it was read", dir)
}

func version(dir string) (string, error) {
	target, err := os.Readlink(filepath.Join(dir, dataLink))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return target, err
}

func readVersion(dir string) ([]Credential, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []Credential
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") || entry.IsDir() {
			continue
		}
		found, err := ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s holds no credentials", dir)
	}
	return all, nil
}

// ReadFile returns the one or two credentials of a file; the current one comes first.
func ReadFile(path string) ([]Credential, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var doc document
	if json.Unmarshal(text, &doc) != nil {
		// The decoder's own message can quote the text.
		return nil, fmt.Errorf("%s is not a JSON object with text fields", path)
	}
	current := Credential{doc.Username, doc.Password}
	if err := current.check(path, "username", "password"); err != nil {
		return nil, err
	}
	if doc.AlternateUsername == "" && doc.AlternatePassword == "" {
		return []Credential{current}, nil
	}
	alternate := Credential{doc.AlternateUsername, doc.AlternatePassword}
	if err := alternate.check(path, "alternateUsername", "alternatePassword"); err != nil {
		return nil, err
	}
	return []Credential{current, alternate}, nil
}

// Limits of PgBouncer: a name has 127 bytes at most; passwords were cut at 2048 before version 1.25.
const (
	maxUsername = 127
	maxPassword = 1023
)

func (c Credential) check(path, usernameField, passwordField string) error {
	for _, field := range []struct {
		name, value string
		most        int
	}{{usernameField, c.Username, maxUsername}, {passwordField, c.Password, maxPassword}} {
		switch {
		case field.value == "":
			return fmt.Errorf("%s has no %s", path, field.name)
		case len(field.value) > field.most:
			return fmt.Errorf("%s: %s is longer than %d bytes", path, field.name, field.most)
		case strings.ContainsAny(field.value, "\x00\r\n"):
			return fmt.Errorf("%s: %s has a line break or a NUL", path, field.name)
		}
	}
	return nil
}
