package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheCommandFindsTheServerAndItsExitCodeIsPassedOn(t *testing.T) {
	for script, want := range map[string]int{
		`case "$MC_TEST_POSTGRES" in postgres://*) ;; *) exit 9 ;; esac`: 0,
		`exit 3`:     3,
		`kill -9 $$`: 1,
	} {
		code, err := run([]string{"--", "sh", "-c", script})
		require.NoError(t, err)
		require.Equal(t, want, code, script)
	}
}

func TestWithoutACommandNothingIsStarted(t *testing.T) {
	code, err := run([]string{"--"})
	require.Error(t, err)
	require.Equal(t, 2, code)
}

func TestACommandThatCannotRunIsAFailure(t *testing.T) {
	code, err := run([]string{"--", "/no/such/command"})
	require.Error(t, err)
	require.Equal(t, 1, code)
}
