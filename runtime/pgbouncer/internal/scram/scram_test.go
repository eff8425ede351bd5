package scram

import (
	"encoding/base64"
	"regexp"
	"strings"
	"testing"
)

// The exchange printed in RFC 7677, section 3: user "user", password "pencil".
func TestVerifierOfTheStandardsExample(t *testing.T) {
	salt, err := base64.StdEncoding.DecodeString("W22ZaJ0SNY7soEsUEjb6gQ==")
	if err != nil {
		t.Fatal(err)
	}
	got, err := verifier("pencil", salt)
	if err != nil {
		t.Fatal(err)
	}
	// The server signature there, 6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=, is made with this ServerKey.
	serverKey, err := base64.StdEncoding.DecodeString(got[strings.LastIndexByte(got, ':')+1:])
	if err != nil {
		t.Fatal(err)
	}
	message := "n=user,r=rOprNGfwEbeRWgbNEkqO," +
		"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096," +
		"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
	signature := base64.StdEncoding.EncodeToString(sign(serverKey, message))
	if want := "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="; signature != want {
		t.Fatalf("signature %s, want %s", signature, want)
	}
}

func TestVerifierHasTheFormOfPostgres(t *testing.T) {
	one, err := Verifier("password")
	if err != nil {
		t.Fatal(err)
	}
	two, _ := Verifier("password")
	if one == two {
		t.Fatal("the salt is not fresh")
	}
	if !regexp.MustCompile(`^SCRAM-SHA-256\$4096:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$`).MatchString(one) {
		t.Fatalf("got %s", one)
	}
}

func TestVerifierRefusesWhatNeedsNormalising(t *testing.T) {
	if _, err := Verifier("pässword"); err == nil || strings.Contains(err.Error(), "pässword") {
		t.Fatalf("got %v", err)
	}
}
