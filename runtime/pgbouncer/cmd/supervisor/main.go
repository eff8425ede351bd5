// Command supervisor is process 1 beside PgBouncer: it renders the user list and the server key into memory, reloads
// PgBouncer when a secret changes, and turns SIGTERM into PgBouncer's own drain.
package main

import (
	"flag"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"
)

type options struct {
	program      string
	config       string
	users        string
	runtime      string
	tls          string
	serverNames  string
	statsUser    string
	statsPass    string
	hostname     string
	poll         time.Duration
	drainTimeout time.Duration
	check        string
}

func parse() options {
	var o options
	flag.StringVar(&o.program, "pgbouncer", "/usr/local/bin/pgbouncer", "the PgBouncer program")
	flag.StringVar(&o.config, "config", "/etc/pgbouncer/pgbouncer.ini", "its configuration file")
	flag.StringVar(&o.users, "users", "/var/run/secrets/pgbouncer", "directory of credentials, a JSON object in each file")
	flag.StringVar(&o.runtime, "runtime", "/run/pgbouncer", "directory in memory for what is rendered")
	flag.StringVar(&o.tls, "tls", "", "directory with tls.crt and tls.key for clients; a self-signed key is made if empty")
	flag.StringVar(&o.serverNames, "server-names", "pgbouncer", "names in the self-signed certificate, separated by commas")
	flag.StringVar(&o.statsUser, "stats-user", "", "console user for the exporter; none if empty")
	flag.StringVar(&o.statsPass, "stats-passfile", "", "where the console user's password is written, in pgpass form")
	flag.StringVar(&o.hostname, "hostname", hostname(), "name of the pod; its ordinal gives the peer id")
	flag.DurationVar(&o.poll, "poll", 2*time.Second, "how often the secrets are looked at")
	flag.DurationVar(&o.drainTimeout, "drain-timeout", 60*time.Second, "how long open transactions may take after SIGTERM")
	flag.StringVar(&o.check, "check", "", "only ask the PgBouncer at this address whether it answers, and exit")
	flag.Parse()
	return o
}

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	o := parse()
	if flag.NArg() > 0 {
		fail(2, fmt.Errorf("unexpected argument %q", flag.Arg(0)))
	}
	if o.check != "" {
		if err := check(o.check); err != nil {
			fail(1, err)
		}
		return
	}
	code, err := supervise(o)
	if err != nil {
		fail(1, err)
	}
	os.Exit(code)
}

func fail(code int, err error) {
	slog.Error(err.Error())
	os.Exit(code)
}

func hostname() string {
	name, _ := os.Hostname()
	return name
}

func (o options) names() []string {
	return strings.Split(o.serverNames, ",")
}
