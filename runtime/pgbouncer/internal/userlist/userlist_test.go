package userlist

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rampart/pgbouncer/internal/secrets"
)

func TestRenderSortsAndEscapes(t *testing.T) {
	got, err := Render([]secrets.Credential{{Username: "web", Password: `a"b\c`}, {Username: "api", Password: "p"}, {Username: "api", Password: "p"}})
	if err != nil {
		t.Fatal(err)
	}
	if want := "\"api\" \"p\"\n\"web\" \"a\"\"b\\c\"\n"; got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
}

func TestRenderRefusesTwoPasswordsForAUser(t *testing.T) {
	_, err := Render([]secrets.Credential{{Username: "api", Password: "hush1"}, {Username: "api", Password: "hush2"}})
	if err == nil || !strings.Contains(err.Error(), `"api"`) || strings.Contains(err.Error(), "hush") {
		t.Fatalf("got %v", err)
	}
}

func TestWriteFileReplacesAndIsPrivate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "userlist.txt")
	for _, content := range []string{"one", "two"} {
		if err := WriteFile(path, content); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != content {
			t.Fatalf("got %q, %v", got, err)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 1 {
		t.Fatalf("left %d files", len(entries))
	}
}
