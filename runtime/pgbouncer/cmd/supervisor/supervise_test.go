package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test binary plays the supervisor when asked to, so that signals and exit codes are those of a real process.
func TestMain(m *testing.M) {
	if os.Getenv("SUPERVISOR_UNDER_TEST") == "1" {
		main()
		return
	}
	os.Exit(m.Run())
}

type harness struct {
	t       *testing.T
	dir     string
	command *exec.Cmd
	log     string
}

// A stand-in for PgBouncer: notes signals in a file, and ends as PgBouncer does.
const standIn = `#!/bin/sh
echo "started $1" >> "$NOTES"
trap 'echo HUP >> "$NOTES"' HUP
trap 'echo INT >> "$NOTES"; [ -n "$STUBBORN" ] || exit 0' INT
trap 'echo QUIT >> "$NOTES"; [ "$STUBBORN" = kill ] || exit 7' QUIT
%s
while :; do sleep 0.05; done
`

func begin(t *testing.T, body string, environment []string, flags ...string) *harness {
	t.Helper()
	h := &harness{t: t, dir: t.TempDir()}
	h.log = filepath.Join(h.dir, "log")
	h.secret(`{"username":"api_a","password":"first"}`)
	for _, name := range []string{"run", "users"} {
		if err := os.MkdirAll(filepath.Join(h.dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	program := filepath.Join(h.dir, "pgbouncer")
	if err := os.WriteFile(program, []byte(fmt.Sprintf(standIn, body)), 0o700); err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(h.log)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	h.command = exec.Command(self, append([]string{
		"-pgbouncer", program, "-config", "the.ini", "-users", filepath.Join(h.dir, "users"),
		"-runtime", filepath.Join(h.dir, "run"), "-hostname", "pooler-2", "-poll", "20ms",
		"-stats-user", "stats", "-stats-passfile", filepath.Join(h.dir, "passfile"),
	}, flags...)...)
	h.command.Env = append(append(os.Environ(), "SUPERVISOR_UNDER_TEST=1", "NOTES="+filepath.Join(h.dir, "notes")), environment...)
	h.command.Stderr = log
	if err := h.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if h.command.ProcessState == nil {
			h.command.Process.Kill()
			h.command.Wait()
		}
	})
	return h
}

func (h *harness) secret(text string) {
	h.t.Helper()
	users := filepath.Join(h.dir, "users")
	os.MkdirAll(users, 0o700)
	if err := os.WriteFile(filepath.Join(users, ".next"), []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(users, ".next"), filepath.Join(users, "api")); err != nil {
		h.t.Fatal(err)
	}
}

func (h *harness) read(name string) string {
	text, _ := os.ReadFile(filepath.Join(h.dir, name))
	return string(text)
}

func (h *harness) waitFor(name, part string) {
	h.t.Helper()
	for range 200 {
		if strings.Contains(h.read(name), part) {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	h.t.Fatalf("%s never held %q; it holds:\n%s\nlog:\n%s", name, part, h.read(name), h.read("log"))
}

func (h *harness) end(signal syscall.Signal) int {
	h.t.Helper()
	if signal != 0 {
		h.command.Process.Signal(signal)
	}
	done := make(chan error, 1)
	go func() { done <- h.command.Wait() }()
	select {
	case <-done:
		return h.command.ProcessState.ExitCode()
	case <-time.After(15 * time.Second):
		h.t.Fatalf("it did not end; log:\n%s", h.read("log"))
		return -1
	}
}

func TestRendersReloadsAndDrains(t *testing.T) {
	h := begin(t, "", nil)
	h.waitFor("notes", "started the.ini")
	for name, want := range map[string]string{
		"run/userlist.txt": `"api_a" "first"`,
		"run/instance.ini": "peer_id = 3\n",
		"run/tls.crt":      "BEGIN CERTIFICATE",
		"run/tls.key":      "BEGIN PRIVATE KEY",
		"passfile":         "*:*:*:stats:",
	} {
		h.waitFor(name, want)
		info, err := os.Stat(filepath.Join(h.dir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", name, info.Mode(), err)
		}
	}
	if !strings.Contains(h.read("run/userlist.txt"), `"stats" "`+strings.TrimSpace(strings.TrimPrefix(h.read("passfile"), "*:*:*:stats:"))+`"`) {
		t.Error("the exporter's password is not the one in the user list")
	}

	h.secret(`{"username":"api_b","password":"second","alternateUsername":"api_a","alternatePassword":"first"}`)
	h.waitFor("notes", "HUP")
	h.waitFor("run/userlist.txt", `"api_b" "second"`)

	if code := h.end(syscall.SIGTERM); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if notes := h.read("notes"); notes != "started the.ini\nHUP\nINT\n" {
		t.Errorf("signals: %q", notes)
	}
	for _, line := range strings.Split(strings.TrimSpace(h.read("log")), "\n") {
		var entry map[string]any
		if json.Unmarshal([]byte(line), &entry) != nil || entry["msg"] == nil {
			t.Errorf("not a structured line: %s", line)
		}
		for _, secret := range []string{"first", "second"} {
			if strings.Contains(line, secret) {
				t.Errorf("the log shows a secret: %s", line)
			}
		}
	}
}

func TestKeepsTheOldListWhenASecretIsBroken(t *testing.T) {
	h := begin(t, "", nil)
	h.waitFor("notes", "started")
	h.secret(`{"username":"api_a"`)
	h.waitFor("log", "previous ones stay in force")
	time.Sleep(200 * time.Millisecond)
	if got := strings.Count(h.read("log"), "previous ones stay in force"); got != 1 {
		t.Errorf("said %d times", got)
	}
	if !strings.Contains(h.read("run/userlist.txt"), `"api_a" "first"`) {
		t.Error("the old list is gone")
	}
	h.secret(`{"username":"api_a","password":"second"}`)
	h.waitFor("notes", "HUP")
	h.end(syscall.SIGTERM)
}

func TestStopsAStubbornServer(t *testing.T) {
	h := begin(t, "", []string{"STUBBORN=1"}, "-drain-timeout", "200ms")
	h.waitFor("notes", "started")
	if code := h.end(syscall.SIGTERM); code != 7 {
		t.Errorf("exit code %d", code)
	}
	if notes := h.read("notes"); !strings.HasSuffix(notes, "INT\nQUIT\n") {
		t.Errorf("signals: %q", notes)
	}
}

func TestPassesTheExitCodeOn(t *testing.T) {
	h := begin(t, "exit 42", nil)
	if code := h.end(0); code != 42 {
		t.Errorf("exit code %d", code)
	}
	h = begin(t, "kill -9 $$", nil)
	if code := h.end(0); code != 128+9 {
		t.Errorf("exit code %d", code)
	}
}

func TestRefusesToStartWithoutUsableSecrets(t *testing.T) {
	h := begin(t, "", nil, "-users", filepath.Join(t.TempDir(), "absent"))
	if code := h.end(0); code != 1 {
		t.Errorf("exit code %d", code)
	}
	if h.read("notes") != "" {
		t.Error("PgBouncer was started")
	}
}

func TestRefusesASecretForTheConsoleUser(t *testing.T) {
	h := begin(t, "", nil)
	h.waitFor("notes", "started")
	h.secret(`{"username":"stats","password":"known"}`)
	h.waitFor("log", "which is the console's")
	if strings.Contains(h.read("run/userlist.txt"), "known") {
		t.Error("the console's password was replaced")
	}
	h.end(syscall.SIGTERM)
}

func TestPeerID(t *testing.T) {
	for hostname, want := range map[string]int{"pooler-0": 1, "a-b-11": 12, "pooler": 0, "pooler-x": 0, "-3": 0, "pooler-99999": 0} {
		if got, _ := peerID(hostname); got != want {
			t.Errorf("%s: got %d, want %d", hostname, got, want)
		}
	}
}

func TestKeyPairCheck(t *testing.T) {
	one, err := selfSigned([]string{"pooler"})
	if err != nil {
		t.Fatal(err)
	}
	two, _ := selfSigned([]string{"pooler"})
	if err := one.check(); err != nil {
		t.Error(err)
	}
	if (keyPair{one.certificate, two.key}).check() == nil {
		t.Error("halves of two pairs were accepted")
	}
}

func TestReapCollectsEveryChildAndKnowsTheMainOne(t *testing.T) {
	launch := func(code int) int {
		pid, err := syscall.ForkExec("/bin/sh", []string{"sh", "-c", fmt.Sprintf("exit %d", code)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return pid
	}
	main, orphan := launch(3), launch(0)
	for range 200 {
		if status, ended := reap(main); ended {
			if status.ExitStatus() != 3 {
				t.Errorf("exit code %d", status.ExitStatus())
			}
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	for range 200 {
		reap(main)
		if syscall.Kill(orphan, 0) == syscall.ESRCH {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the orphan is still a zombie")
}
