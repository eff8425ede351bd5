package secrets

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestReadDirFollowsTheDataLink(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "..v1", "api"), `{"username":"api_a","password":"one"}`)
	write(t, filepath.Join(dir, "..v2", "api"), `{"username":"api_b","password":"two","alternateUsername":"api_a","alternatePassword":"one"}`)
	for _, link := range [][2]string{{"..v1", "..data"}, {"..data/api", "api"}} {
		if err := os.Symlink(link[0], filepath.Join(dir, link[1])); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, dir, []Credential{{"api_a", "one"}})

	if err := os.Symlink("..v2", filepath.Join(dir, "..data_tmp")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "..data_tmp"), filepath.Join(dir, "..data")); err != nil {
		t.Fatal(err)
	}
	expect(t, dir, []Credential{{"api_b", "two"}, {"api_a", "one"}})
}

func expect(t *testing.T, dir string, want []Credential) {
	t.Helper()
	got, err := ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}

func TestReadDirWithoutALinkSkipsHiddenFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "web"), `{"username":"web_a","password":"p","host":"ignored","port":5432}`)
	write(t, filepath.Join(dir, ".hidden"), `not json`)
	expect(t, dir, []Credential{{"web_a", "p"}})
}

func TestErrorsNameFilesAndNeverValues(t *testing.T) {
	const secret = "s3cr3t-value"
	for want, text := range map[string]string{
		"is not a JSON object with text fields": `{"username":"a","password":"` + secret,
		"has no username":                       `{"password":"` + secret + `"}`,
		"has no password":                       `{"username":"a"}`,
		"has no alternatePassword":              `{"username":"a","password":"` + secret + `","alternateUsername":"b"}`,
		"password has a line break or a NUL":    `{"username":"a","password":"` + secret + `\n"}`,
		"password is longer than 1023 bytes":    `{"username":"a","password":"` + strings.Repeat(secret, 100) + `"}`,
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "api"), text)
		_, err := ReadDir(dir)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "api") {
			t.Errorf("got %v, want %q", err, want)
		} else if strings.Contains(err.Error(), secret) {
			t.Errorf("the error shows the secret: %v", err)
		}
	}
}

func TestReadDirRefusesAnEmptyDirectory(t *testing.T) {
	if _, err := ReadDir(t.TempDir()); err == nil || !strings.Contains(err.Error(), "holds no credentials") {
		t.Fatalf("got %v", err)
	}
	if _, err := ReadDir(filepath.Join(t.TempDir(), "absent")); err == nil {
		t.Fatal("an absent directory was accepted")
	}
}
