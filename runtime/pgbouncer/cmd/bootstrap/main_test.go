package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rampart/pgbouncer/internal/secrets"
)

func secretFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestVerifiersSetOneVariableARole(t *testing.T) {
	got, err := verifiers([]string{
		secretFile(t, `{"username":"api_a","password":"hush"}`),
		secretFile(t, `{"username":"web_b","password":"hush","alternateUsername":"web_a","alternatePassword":"hush"}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`^\\set verifier_api_a 'SCRAM-SHA-256\$[^']+'\n\\set verifier_web_b '[^']+'\n\\set verifier_web_a '[^']+'\n$`)
	if !form.MatchString(got) || strings.Contains(got, "hush") {
		t.Fatalf("got %s", got)
	}
}

func TestVerifiersRefuseNamesThatAreNoVariables(t *testing.T) {
	_, err := verifiers([]string{secretFile(t, `{"username":"api'; --","password":"hush"}`)})
	if err == nil || !strings.Contains(err.Error(), "allowed are a-z, 0-9 and _") {
		t.Fatalf("got %v", err)
	}
}

func TestPassLineEscapes(t *testing.T) {
	if got := passLine(secrets.Credential{Username: "ma:in", Password: `a\b:c`}); got != `*:*:*:ma\:in:a\\b\:c`+"\n" {
		t.Fatalf("got %q", got)
	}
}

func TestParseScripts(t *testing.T) {
	got, err := parseScripts([]string{"postgres=/sql/cluster.sql"})
	if err != nil || len(got) != 1 || got[0] != (script{"postgres", "/sql/cluster.sql"}) {
		t.Fatalf("got %v, %v", got, err)
	}
	for _, bad := range [][]string{nil, {"postgres"}, {"=file"}, {"postgres="}} {
		if _, err := parseScripts(bad); err == nil {
			t.Errorf("%v was accepted", bad)
		}
	}
}
