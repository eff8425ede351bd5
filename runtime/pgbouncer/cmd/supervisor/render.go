package main

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"rampart/pgbouncer/internal/secrets"
	"rampart/pgbouncer/internal/userlist"
)

// renderer keeps the files in memory equal to the secrets.
type renderer struct {
	options       options
	statsPassword string
	selfSigned    *keyPair
	written       map[string]string
	lastError     string
}

func newRenderer(o options) (*renderer, error) {
	r := &renderer{options: o, written: map[string]string{}}
	if o.statsUser != "" {
		secret := make([]byte, 32)
		rand.Read(secret) // never fails: the program ends first
		r.statsPassword = base64.RawURLEncoding.EncodeToString(secret)
		line := fmt.Sprintf("*:*:*:%s:%s\n", o.statsUser, r.statsPassword)
		if err := userlist.WriteFile(o.statsPass, line); err != nil {
			return nil, err
		}
	}
	if o.tls == "" {
		pair, err := selfSigned(o.names())
		if err != nil {
			return nil, err
		}
		r.selfSigned = &pair
	}
	// Included inside the section [pgbouncer]: opening that section a second time would set everything in it back to the defaults.
	instance := ""
	if id, ok := peerID(o.hostname); ok {
		instance = fmt.Sprintf("peer_id = %d\n", id)
	}
	return r, r.write("instance.ini", instance)
}

// render writes what changed and says whether anything did. Nothing is written if any secret is unusable.
func (r *renderer) render() (bool, error) {
	credentials, err := secrets.ReadDir(r.options.users)
	if err != nil {
		return false, err
	}
	for _, credential := range credentials {
		if credential.Username == r.options.statsUser {
			return false, fmt.Errorf("a secret names user %q, which is the console's", credential.Username)
		}
	}
	if r.statsPassword != "" {
		credentials = append(credentials, secrets.Credential{Username: r.options.statsUser, Password: r.statsPassword})
	}
	list, err := userlist.Render(credentials)
	if err != nil {
		return false, err
	}
	pair, err := r.keyPair()
	if err != nil {
		return false, err
	}
	changed := false
	for name, content := range map[string]string{"userlist.txt": list, "tls.crt": pair.certificate, "tls.key": pair.key} {
		if r.written[name] == content {
			continue
		}
		if err := r.write(name, content); err != nil {
			return changed, err
		}
		changed = true
	}
	return changed, nil
}

// refresh renders again and reloads PgBouncer if that changed anything. A bad secret leaves the old files in force.
func (r *renderer) refresh(child int) {
	changed, err := r.render()
	if err != nil {
		if err.Error() != r.lastError {
			slog.Error("secrets not usable, the previous ones stay in force", "error", err.Error())
		}
		r.lastError = err.Error()
	} else {
		r.lastError = ""
	}
	if changed {
		slog.Info("secrets changed, reloading")
		send(child, syscall.SIGHUP)
	}
}

func (r *renderer) write(name, content string) error {
	if err := userlist.WriteFile(filepath.Join(r.options.runtime, name), content); err != nil {
		return err
	}
	r.written[name] = content
	return nil
}

func (r *renderer) keyPair() (keyPair, error) {
	if r.selfSigned != nil {
		return *r.selfSigned, nil
	}
	certificate, err := os.ReadFile(filepath.Join(r.options.tls, "tls.crt"))
	if err != nil {
		return keyPair{}, err
	}
	key, err := os.ReadFile(filepath.Join(r.options.tls, "tls.key"))
	if err != nil {
		return keyPair{}, err
	}
	pair := keyPair{string(certificate), string(key)}
	return pair, pair.check()
}

// peerID is the ordinal of a StatefulSet's pod plus one, because 0 turns peering off.
func peerID(hostname string) (int, bool) {
	dash := strings.LastIndexByte(hostname, '-')
	ordinal, err := strconv.ParseUint(hostname[dash+1:], 10, 13)
	if dash < 1 || err != nil {
		return 0, false
	}
	return int(ordinal) + 1, true
}
