// Package userlist writes PgBouncer's auth file.
package userlist

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rampart/pgbouncer/internal/secrets"
)

// Render returns the auth file: one line for each user, in order of name. A user with two different passwords is an error,
// because PgBouncer keeps one and would refuse the other.
func Render(credentials []secrets.Credential) (string, error) {
	passwords := make(map[string]string, len(credentials))
	for _, credential := range credentials {
		if known, ok := passwords[credential.Username]; ok && known != credential.Password {
			return "", fmt.Errorf("two secrets give user %q different passwords", credential.Username)
		}
		passwords[credential.Username] = credential.Password
	}
	lines := make([]string, 0, len(passwords))
	for username, password := range passwords {
		lines = append(lines, quote(username)+" "+quote(password)+"\n")
	}
	slices.Sort(lines)
	return strings.Join(lines, ""), nil
}

func quote(text string) string {
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// WriteFile replaces a file in one step, readable by its owner alone.
func WriteFile(path, content string) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".new-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.WriteString(content)
	if closeErr := temporary.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}
