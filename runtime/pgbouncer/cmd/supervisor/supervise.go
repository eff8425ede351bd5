package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// After a forced stop PgBouncer gets this long before it is killed.
const quitGrace = 5 * time.Second

// supervise runs PgBouncer until it ends and returns its exit code, 128 + n for a death by signal n.
func supervise(o options) (int, error) {
	files, err := newRenderer(o)
	if err != nil {
		return 0, err
	}
	if _, err := files.render(); err != nil {
		return 0, err
	}

	// Before the child exists, so that its end cannot be missed.
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGCHLD)
	child, err := start(o)
	if err != nil {
		return 0, err
	}
	slog.Info("started", "pid", child)

	poll := time.NewTicker(o.poll)
	defer poll.Stop()
	var deadline <-chan time.Time
	draining, quitting := false, false
	for {
		select {
		case received := <-signals:
			switch received {
			case syscall.SIGCHLD:
				if status, ended := reap(child); ended {
					return exitCode(status), nil
				}
			case syscall.SIGHUP:
				send(child, syscall.SIGHUP)
			default:
				if draining {
					continue
				}
				// PgBouncer's SIGINT closes the port and waits for open transactions; its SIGTERM waits for every client to leave,
				// which pooled applications never do.
				slog.Info("draining", "signal", received.String(), "timeout", o.drainTimeout.String())
				draining = true
				send(child, syscall.SIGINT)
				deadline = time.After(o.drainTimeout)
			}
		case <-deadline:
			if quitting {
				slog.Error("killed: it did not stop")
				send(child, syscall.SIGKILL)
				deadline = nil
				continue
			}
			slog.Warn("stopped with transactions still open")
			quitting = true
			send(child, syscall.SIGQUIT)
			deadline = time.After(quitGrace)
		case <-poll.C:
			if !draining {
				files.refresh(child)
			}
		}
	}
}

func start(o options) (int, error) {
	pid, err := syscall.ForkExec(o.program, []string{"pgbouncer", o.config}, &syscall.ProcAttr{
		Env:   os.Environ(),
		Files: []uintptr{0, 1, 2},
	})
	if err != nil {
		return 0, fmt.Errorf("cannot start %s: %w", o.program, err)
	}
	return pid, nil
}

// reap collects every child that ended, adopted orphans included, and says whether the main one was among them.
func reap(child int) (main syscall.WaitStatus, ended bool) {
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil || pid <= 0 {
			return main, ended
		}
		if pid == child {
			main, ended = status, true
		}
	}
}

func exitCode(status syscall.WaitStatus) int {
	if status.Signaled() {
		slog.Error("pgbouncer died", "signal", status.Signal().String())
		return 128 + int(status.Signal())
	}
	slog.Info("pgbouncer ended", "code", status.ExitStatus())
	return status.ExitStatus()
}

func send(pid int, sig syscall.Signal) {
	// It may have ended a moment ago; SIGCHLD tells.
	if err := syscall.Kill(pid, sig); err != nil && !errors.Is(err, syscall.ESRCH) {
		slog.Error("cannot signal pgbouncer", "signal", sig.String(), "error", err.Error())
	}
}
