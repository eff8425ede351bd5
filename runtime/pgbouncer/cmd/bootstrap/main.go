// Command bootstrap runs the generated SQL against the database server as its master user. Passwords come from mounted
// files; the server only ever sees SCRAM verifiers made here.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"rampart/pgbouncer/internal/scram"
	"rampart/pgbouncer/internal/secrets"
	"rampart/pgbouncer/internal/userlist"
)

type options struct {
	psql    string
	host    string
	port    string
	ca      string
	master  string
	roles   repeated
	runtime string
}

// script is a file to run in a database, given as database=file.
type script struct {
	database string
	file     string
}

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	var o options
	flag.StringVar(&o.psql, "psql", "/usr/local/bin/psql", "the psql program, version 11 or newer")
	flag.StringVar(&o.host, "host", "", "name of the server, as in its certificate")
	flag.StringVar(&o.port, "port", "5432", "its port")
	flag.StringVar(&o.ca, "ca", "/etc/ssl/rds/global-bundle.pem", "PEM bundle that vouches for it")
	flag.StringVar(&o.master, "master", "", "file with the master user's credentials, a JSON object")
	flag.Var(&o.roles, "role", "file with a login role's credentials, a JSON object; may be repeated")
	flag.StringVar(&o.runtime, "runtime", "/run/bootstrap", "directory in memory for what is rendered")
	flag.Parse()
	if err := run(o, flag.Args()); err != nil {
		slog.Error(err.Error())
		os.Exit(1)
	}
	slog.Info("done")
}

func run(o options, arguments []string) error {
	scripts, err := parseScripts(arguments)
	if err != nil {
		return err
	}
	master, err := secrets.ReadFile(o.master)
	if err != nil {
		return err
	}
	prelude, err := verifiers(o.roles)
	if err != nil {
		return err
	}
	variables := filepath.Join(o.runtime, "verifiers.sql")
	if err := userlist.WriteFile(variables, prelude); err != nil {
		return err
	}
	passfile := filepath.Join(o.runtime, "pgpass")
	if err := userlist.WriteFile(passfile, passLine(master[0])); err != nil {
		return err
	}
	for _, script := range scripts {
		slog.Info("running", "database", script.database, "file", script.file)
		if err := psql(o, master[0].Username, passfile, variables, script); err != nil {
			return fmt.Errorf("%s in database %q: %w", script.file, script.database, err)
		}
	}
	return nil
}

func parseScripts(arguments []string) ([]script, error) {
	if len(arguments) == 0 {
		return nil, errors.New("no scripts given; each is database=file")
	}
	var scripts []script
	for _, argument := range arguments {
		database, file, ok := strings.Cut(argument, "=")
		if !ok || database == "" || file == "" {
			return nil, fmt.Errorf("script %q is not database=file", argument)
		}
		scripts = append(scripts, script{database, file})
	}
	return scripts, nil
}

var roleName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

// verifiers sets one psql variable for each role, so that neither a password nor a verifier is ever an argument.
func verifiers(files []string) (string, error) {
	var lines strings.Builder
	for _, file := range files {
		found, err := secrets.ReadFile(file)
		if err != nil {
			return "", err
		}
		for _, credential := range found {
			if !roleName.MatchString(credential.Username) {
				return "", fmt.Errorf("%s names role %q; allowed are a-z, 0-9 and _", file, credential.Username)
			}
			verifier, err := scram.Verifier(credential.Password)
			if err != nil {
				return "", fmt.Errorf("%s: %w", file, err)
			}
			fmt.Fprintf(&lines, "\\set verifier_%s '%s'\n", credential.Username, verifier)
		}
	}
	return lines.String(), nil
}

func passLine(credential secrets.Credential) string {
	escape := strings.NewReplacer(`\`, `\\`, `:`, `\:`).Replace
	return fmt.Sprintf("*:*:*:%s:%s\n", escape(credential.Username), escape(credential.Password))
}

func psql(o options, user, passfile, variables string, s script) error {
	command := exec.Command(o.psql, "-X", "--quiet", "--no-password", "--set", "ON_ERROR_STOP=1", "--file", variables, "--file", s.file)
	command.Env = []string{
		"PGHOST=" + o.host,
		"PGPORT=" + o.port,
		"PGUSER=" + user,
		"PGDATABASE=" + s.database,
		"PGPASSFILE=" + passfile,
		"PGSSLMODE=verify-full",
		"PGSSLROOTCERT=" + o.ca,
		"PGCONNECT_TIMEOUT=10",
		"PGAPPNAME=rampart-bootstrap",
		// A migration that holds a lock makes this fail and be tried again, not wait behind it and block everybody else.
		"PGOPTIONS=-c lock_timeout=30s -c statement_timeout=300s",
	}
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command.Run()
}

type repeated []string

func (r *repeated) String() string { return strings.Join(*r, ",") }

func (r *repeated) Set(value string) error {
	*r = append(*r, value)
	return nil
}
